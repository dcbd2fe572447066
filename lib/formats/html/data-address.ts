/** Texts and pictures that stand in their own address (RFC 2397). */

/** The picture that an address holds; null for other addresses. */
export function dataPicture(address: string): Uint8Array | null {
  const head = /^\s*data:\s*image\/[^,]{0,100};\s*base64\s*,/iu.exec(address)?.[0];
  return head === undefined ? null : Buffer.from(unescaped(address.slice(head.length)), "base64");
}

/** Signs of base64 may be written as %2B, %2F and %3D. */
const unescaped = (base64: string): string =>
  base64.includes("%")
    ? base64.replace(/%([0-9a-f]{2})/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : base64;

function dataText(address: string, type: RegExp): string | null {
  const text = address.trim();
  const comma = text.indexOf(",");
  if (comma < 0 || !/^data:/iu.test(text)) return null;
  const head = text.slice(5, comma);
  if (!type.test(head)) return null;
  const body = text.slice(comma + 1);
  if (/;\s*base64\s*$/iu.test(head)) return Buffer.from(body, "base64").toString("utf8");
  try {
    return decodeURIComponent(body);
  } catch {
    return body;
  }
}

/** The style sheet that an address holds; null for other addresses. */
export const dataSheet = (address: string): string | null => dataText(address, /^\s*text\/css\b/iu);
/** The script that an address holds; null for other addresses. */
export const dataScript = (address: string): string | null =>
  dataText(address, /^\s*(?:text|application)\/(?:x-)?(?:java|ecma)script\b/iu);
