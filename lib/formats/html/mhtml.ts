import { LIMITS } from "../../limits.ts";
import { CorruptError } from "../errors.ts";

/**
 * A page saved with everything it shows in one file (RFC 2557): what browsers call .mht and Word calls "single file web
 * page", often named .doc.
 */

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** Whether the bytes start with mail headers that announce a page. */
export function isMhtml(bytes: Uint8Array): boolean {
  const head = latin1(bytes.subarray(0, 8192))
    .replace(/^\u00ef\u00bb\u00bf/u, "")
    .trimStart();
  if (!/^[A-Za-z][A-Za-z-]*:[ \t]?[^\r\n]*\r?\n/u.test(head) || !/^mime-version:/imu.test(head)) return false;
  return /^content-type:\s*(multipart\/(related|mixed|alternative)|text\/html)/imu.test(head);
}

interface Part {
  readonly type: string;
  readonly charset: string | null;
  /** Content-Location and Content-ID; "" where it has none. */
  readonly location: string;
  readonly id: string;
  readonly body: Uint8Array;
}

function unfoldedHeaders(block: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/gu, " ").split(/\r?\n/u)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function quotedPrintable(text: string): Uint8Array {
  const joined = text.replace(/=[ \t]*\r?\n/gu, "");
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}

/** The parts of a message, nested multiparts unrolled. A last part without its closing boundary still counts. */
function parts(message: string, depth: number): Part[] {
  const end = /\r?\n\r?\n/u.exec(message);
  if (!end) return [];
  const headers = unfoldedHeaders(message.slice(0, end.index));
  const content = message.slice(end.index + end[0].length);
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/iu.exec(type);
  if (/^multipart\//iu.test(type) && boundary && depth < LIMITS.mailDepth) {
    const mark = `--${boundary[1] ?? boundary[2]}`;
    const found: Part[] = [];
    let start = content.startsWith(mark) ? 0 : content.indexOf(`\n${mark}`);
    while (start >= 0) {
      const from = content.indexOf("\n", start + mark.length);
      if (from < 0 || content.startsWith(`${mark}--`, start + (content[start] === "\n" ? 1 : 0))) break;
      const next = content.indexOf(`\n${mark}`, from);
      found.push(...parts(content.slice(from + 1, next < 0 ? undefined : next), depth + 1));
      start = next;
    }
    return found;
  }
  const transfer = (headers.get("content-transfer-encoding") ?? "").toLowerCase();
  const body =
    transfer === "quoted-printable"
      ? quotedPrintable(content)
      : transfer === "base64"
        ? Buffer.from(content, "base64")
        : Buffer.from(content, "latin1");
  return [
    {
      type: type.toLowerCase(),
      charset: /charset\s*=\s*"?([\w:.-]+)/iu.exec(type)?.[1] ?? null,
      location: headers.get("content-location") ?? "",
      id: (headers.get("content-id") ?? "").replace(/^<|>$/gu, ""),
      body,
    },
  ];
}

/** What is in such a file. */
interface Archive {
  /** The page, with the charset of its mail header as a meta tag in front where it has one. */
  readonly page: Uint8Array;
  /** The file at an address as the page has it, or of that Content-ID; null where none is in it. */
  readonly file: (address: string) => Uint8Array | null;
}

/** An address as a browser has it that takes the page for what stands at `base`. */
function resolved(address: string, base: string): string {
  try {
    return new URL(address, base || undefined).href;
  } catch {
    return address;
  }
}

/** @throws CorruptError where there is no page in it. */
export function openMhtml(bytes: Uint8Array): Archive {
  const text = latin1(bytes)
    .replace(/^\u00ef\u00bb\u00bf/u, "")
    .trimStart();
  const all = parts(text, 0);
  const page = all.find((part) => part.type.startsWith("text/html") && part.body.length > 0);
  if (!page) throw new CorruptError("网页存档（.mht）中没有正文，请重新保存网页后提交。");
  const { location: base } = page;
  const files = new Map<string, Uint8Array>();
  for (const { id, location, body } of all) {
    if (id !== "") files.set(`cid:${id}`, body);
    if (location !== "") files.set(resolved(location, base), body);
  }
  return {
    page: page.charset ? Buffer.concat([Buffer.from(`<meta charset="${page.charset}">`), page.body]) : page.body,
    file: (address) => files.get(address.trim()) ?? files.get(resolved(address.trim(), base)) ?? null,
  };
}
