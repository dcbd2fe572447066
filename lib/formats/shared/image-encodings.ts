export type ImageEncoding = "png" | "jpeg" | "tiff" | "bmp" | "gif" | "webp";

const HEAD = 32;
/** Sizes of a bitmap's info header that exist. */
const BITMAP_HEADERS: ReadonlySet<number> = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

/** How a picture is encoded, told by its first bytes; null for what is no picture that can be decoded. */
export function encodingOf(bytes: Uint8Array): ImageEncoding | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD)).toString("latin1");
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (/^GIF8[79]a/u.test(head)) return "gif";
  if (["II*\0", "MM\0*", "II+\0", "MM\0+"].some((mark) => head.startsWith(mark))) return "tiff";
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "webp";
  // "BM" alone begins many a text.
  const info = head.charCodeAt(14) + (head.charCodeAt(15) << 8) + (head.charCodeAt(16) << 16);
  return head.startsWith("BM") && bytes.length > 26 && BITMAP_HEADERS.has(info) ? "bmp" : null;
}
