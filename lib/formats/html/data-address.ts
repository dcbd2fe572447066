/** Texts that stand in their own address (RFC 2397). */

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
