/** RFC 6266 with RFC 8187: names are Chinese. */
export const attachment = (kind: string, name: string): string =>
  `${kind}; filename*=UTF-8''${encodeURIComponent(name.split("/").at(-1) ?? name).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
