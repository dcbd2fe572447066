/**
 * The code of a script with the names that packing or care has taken apart put together again: escapes, joined strings,
 * encoded strings, and properties named by strings. Nothing is run.
 */

const ESCAPE = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/giu;
/** Quotes, backslashes and line ends stay escaped: they would end their string. */
const unescaped = (code: string): string =>
  code.replace(ESCAPE, (whole, long?: string, short?: string, byte?: string) => {
    const point = Number.parseInt(long ?? short ?? byte ?? "", 16);
    return point < 0x20 || point > 0x10ffff || /["'`\\]/u.test(String.fromCodePoint(point))
      ? whole
      : String.fromCodePoint(point);
  });

const quoted = (text: string): string => JSON.stringify(text);

const ENCODED =
  /\b(?:window\s*\.\s*)?(atob|unescape|decodeURI|decodeURIComponent)\s*\(\s*(["'`])([^"'`\\\s]*)\2\s*\)/gu;
function decoded(whole: string, how: string, text: string): string {
  try {
    if (how === "atob") return quoted(Buffer.from(text, "base64").toString("latin1"));
    return quoted(
      how === "unescape"
        ? text.replace(/%([0-9a-f]{2})/giu, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)))
        : decodeURIComponent(text),
    );
  } catch {
    return whole;
  }
}

const CODES = /\bString\s*\.\s*fromCharCode\s*\(([\d\s,]{1,20000})\)/gu;
const LIST = /\[([^[\]]{1,5000})\]\s{0,9}\.\s{0,9}join\s{0,9}\(\s{0,9}(?:""|'')\s{0,9}\)/gu;
const JOINT = /(["'])\s*\+\s*(["'])/gu;
const MEMBER = /\[\s*(["'`])([A-Za-z_$][\w$]{0,60})\1\s*\]/gu;

/** Joins strings whose quotes are of one kind; others keep theirs. */
const joined = (code: string): string =>
  code.replace(JOINT, (whole, end: string, begin: string) => (end === begin ? "" : whole));

/** @returns the same code in plain names, as far as that can be told without running it; linear in its length */
export function plainCode(script: string): string {
  if (!/\\[ux]|["']\s*\+|\[\s*["'`]|atob|unescape|decodeURI|fromCharCode|\.\s*join/u.test(script)) return script;
  const code = unescaped(script)
    .replace(CODES, (_, codes: string) =>
      quoted(
        codes
          .split(",")
          .map((code) => String.fromCharCode(Number(code)))
          .join(""),
      ),
    )
    .replace(LIST, (_, list: string) =>
      quoted((list.match(/["'][^"'\\\n]*["']/gu) ?? []).map((each) => each.slice(1, -1)).join("")),
    );
  return joined(code)
    .replace(ENCODED, (whole, how: string, _, text: string) => decoded(whole, how, text))
    .replace(MEMBER, ".$2");
}
