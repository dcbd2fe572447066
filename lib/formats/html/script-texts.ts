/**
 * Text that a page's scripts hold as strings: a report that a script writes is a report all the same, though nobody can
 * tell how it will look.
 */

const SCRIPT = /<script\b[^<>]*>/giu;
const SCRIPT_END = /<\/script\b/giu;
const HAN = /\p{Script=Han}|\\u[0-9a-f]{4}|%[89a-f][0-9a-f]%/iu;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "", f: "", v: "", "0": "" };
const spoken = (text: string): string =>
  text.replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|\r?\n|([\s\S]))/giu,
    (_, long?: string, short?: string, byte?: string, other?: string) => {
      const code = long ?? short ?? byte;
      if (code === undefined) return other === undefined ? "" : (ESCAPES[other] ?? other);
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? "" : String.fromCodePoint(point);
    },
  );

/** Texts written as parts of an address (`%E4%B8%80`). */
function decoded(text: string): string {
  if (!/%[89a-f][0-9a-f]%/iu.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function stringsIn(script: string): string {
  let joined = "";
  for (let at = 0; at < script.length; at++) {
    const quote = script[at];
    if (quote !== '"' && quote !== "'" && quote !== "`") continue;
    let end = at + 1;
    while (end < script.length && script[end] !== quote && (quote === "`" || script[end] !== "\n"))
      end += script[end] === "\\" ? 2 : 1;
    const text = script.slice(at + 1, end);
    if (script[end] !== quote) {
      // An apostrophe in a comment opens nothing; what opens no string goes on to the end of its line.
      at = end;
      continue;
    }
    if (HAN.test(text)) joined += decoded(spoken(text));
    at = end;
  }
  return joined;
}

/** The strings of each script of a page one after the other, as the page that the script may make of them. */
export function textsOfScripts(source: string): string[] {
  const texts: string[] = [];
  SCRIPT.lastIndex = 0;
  while (SCRIPT.test(source)) {
    const from = SCRIPT.lastIndex;
    SCRIPT_END.lastIndex = from;
    const end = SCRIPT_END.exec(source)?.index ?? source.length;
    const text = stringsIn(source.slice(from, end));
    if (text !== "") texts.push(text);
    SCRIPT.lastIndex = end;
  }
  return texts;
}
