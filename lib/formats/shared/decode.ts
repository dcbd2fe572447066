import { foldIdeographs } from "../../document/text.ts";

/** A byte stream as text: how Chinese offices really save it, declared rightly, wrongly or not at all. */

interface Decoded {
  /** Without a byte order mark. */
  readonly text: string;
  /** The encoding that was used, in the WHATWG spelling: "utf-8", "gb18030", "utf-16le" … */
  readonly encoding: string;
}

/**
 * Characters that no Chinese text does without; what share of a decoding they make tells a right one from a wrong one.
 */
const FREQUENT = new Set(
  "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间" +
    "样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队" +
    "南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权府息申请格例范报告县镇街委局办务类容收答复维纠审项许罚费款额限季，。、（）：；“”《》　開報請處國個會發時們動對業關經總無門財務辦區縣鄉鎮機構資訊聯繫統計條規範結複議訴訟數為與實應" +
    "種類織問題進",
);

/**
 * Labels under which Chinese pages declare themselves; what is called gb2312 is in practice gbk, and gb18030 reads all
 * of it.
 */
function decoderLabel(label: string): string | null {
  const name = label.trim().toLowerCase();
  if (/^(x-)?gb[-_ ]?(k|18030|2312)|^cp936|^ms936|^windows-936|^chinese$|^euc-cn|^iso-ir-58/u.test(name))
    return "gb18030";
  if (/^utf-?16|^unicode$|^ucs-?2/u.test(name)) return null; // a declaration that could be read byte by byte is not in UTF-16
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return null;
  }
}

/** The charset that an HTML or XML head declares within its first 4 KiB; null where there is none. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 4096));
  const inMeta = [...head.matchAll(/<meta\b[^>]*/giu)]
    .map(([tag]) => /charset\s*=\s*(?:["']\s*)?([\w:.-]+)/iu.exec(tag)?.[1])
    .find(Boolean);
  const declaration = /^[\s\u00ef\u00bb\u00bf]*<\?xml\b[^>]*/iu.exec(head)?.[0] ?? "";
  const found = inMeta ?? /encoding\s*=\s*["']([\w:.-]+)/iu.exec(declaration)?.[1];
  return found ? decoderLabel(found) : null;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/**
 * Decodes, or returns null where bytes are impossible in that encoding. A character cut at the very end is left out.
 */
function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/**
 * How much a text looks like Chinese: frequent characters count for it, impossible ones against it; about 0.5 for real
 * prose, 0 for none.
 */
export function plausibility(text: string): number {
  let foreign = 0;
  let frequent = 0;
  let damage = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      if (code < 0x20 && code !== 9 && code !== 10 && code !== 12 && code !== 13) damage++;
      continue;
    }
    foreign++;
    if (FREQUENT.has(character)) frequent++;
    else if (code === 0xfffd || (code < 0xa0 && code >= 0x80) || (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000)
      damage++;
  }
  return (frequent - 2 * damage) / Math.max(1, foreign + damage);
}

/** UTF-16 without a mark: digits, blanks and line ends leave zero bytes, all on one side. */
function utf16ByZeros(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, 1 << 16);
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd < Math.max(1, sample.length / 400) || Math.min(even, odd) * 10 > Math.max(even, odd)) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

function byMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return "gb18030";
  return null;
}

const SAMPLE = 1 << 16;
/**
 * What a declaration or a byte order mark is worth, on the scale of `plausibility`: it decides between decodings that
 * are alike, and no more.
 */
const TRUST = 0.05;

/**
 * Bytes as text. In this order: a byte order mark; UTF-16 told by its zero bytes; valid UTF-8; then whichever of the
 * declared encoding, gb18030, Big5, UTF-16 and damaged UTF-8 gives the most believable text, so that a declaration
 * which yields damage is not trusted. Radicals come as the ideographs they stand for.
 */
export function decode(bytes: Uint8Array): Decoded {
  const { text, encoding } = decoded(bytes);
  return { text: foldIdeographs(text), encoding };
}

function decoded(bytes: Uint8Array): Decoded {
  const mark = byMark(bytes);
  if (mark) {
    const text = strictly(bytes, mark);
    if (text !== null) return { text: text.replace(/^\ufeff/u, ""), encoding: mark };
  }
  const wide = utf16ByZeros(bytes);
  if (wide) {
    const text = lenient(bytes, wide);
    if (plausibility(text.slice(0, SAMPLE)) >= 0) return { text, encoding: wide };
  }
  const declared = declaredEncoding(bytes);
  const unicode = strictly(bytes, "utf-8");
  // Two-byte sequences alone may be gbk by chance (the famous 联通); three-byte ones are not.
  if (
    unicode !== null &&
    (declared === "utf-8" || !/[\u0080-\uffff]/u.test(unicode) || /[\u0800-\uffff]/u.test(unicode))
  ) {
    return { text: unicode, encoding: "utf-8" };
  }
  const candidates = [...new Set([mark, declared, "gb18030", "utf-8", "big5", "utf-16le", "utf-16be"])].filter(
    (name) => name !== null,
  );
  let best = { encoding: "gb18030", score: Number.NEGATIVE_INFINITY };
  for (const encoding of candidates) {
    const score =
      plausibility(lenient(bytes.subarray(0, SAMPLE), encoding)) +
      (encoding === mark || encoding === declared ? TRUST : 0);
    // Any bytes at all make ideographs in UTF-16: without zero bytes to show for it, it has to be prose.
    if (encoding.startsWith("utf-16") && encoding !== mark && score < 0.2) continue;
    if (score > best.score) best = { encoding, score };
  }
  return { text: lenient(bytes, best.encoding), encoding: best.encoding };
}

const lenient = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding).decode(bytes, { stream: true });
