/** Lines of a plain text with their offsets, and what kind of separator each shows. */

export interface Line {
  readonly text: string;
  /** Characters from the start of the decoded text. */
  readonly offset: number;
  readonly kind: LineKind;
}

/**
 * `pipes`: cells between pipes; `pipe-cell`: one cell and a pipe at the end; `filler`: pipes and nothing else; `tabs`:
 * cells between tabs; `tab-cell`: a tab and one cell (or none); `rule`: a drawn line, no text; `plain`: none of these.
 */
type LineKind = "blank" | "plain" | "pipes" | "pipe-cell" | "filler" | "tabs" | "tab-cell" | "rule";

export const PIPES = "|｜│┃║";
const PIPE = new RegExp(`[${PIPES}]`, "u");
const FILLER = new RegExp(`^[\\s${PIPES}]*$`, "u");
const PIPE_CELL = new RegExp(`^[^${PIPES}]*[${PIPES}]\\s*$`, "u");
/** Borders drawn with characters, and the line of dashes below the head of a Markdown table. */
const DRAWN = new RegExp(`^[-=+:─━┄┈═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝\\s${PIPES}]*$`, "u");
const isRule = (text: string): boolean => /--|==|[─━┄┈═]{2}/u.test(text) && DRAWN.test(text);

function kindOf(text: string): LineKind {
  if (PIPE.test(text)) {
    if (isRule(text)) return "rule";
    if (FILLER.test(text)) return "filler";
    return PIPE_CELL.test(text) ? "pipe-cell" : "pipes";
  }
  if (text.includes("\t")) {
    // A tab alone is an empty cell; a tab in front of a sentence is an indent, one behind a line is nothing.
    if (/[。；！？]/u.test(text) && !text.trim().includes("\t")) return "plain";
    return /^[ \u3000]*\t[^\t]*$/u.test(text) ? "tab-cell" : "tabs";
  }
  if (/^[\s\u200b\ufeff]*$/u.test(text)) return "blank";
  return /^[-=─━═┌├└╔╠╚┏┣┗+]/u.test(text) && isRule(text) ? "rule" : "plain";
}

/**
 * How many columns of a fixed-width type a text takes: a Chinese character, and what Chinese type draws as wide as one,
 * takes two.
 */
export function columnsIn(text: string): number {
  let columns = 0;
  for (const character of text) columns += character > "~" && WIDE.test(character) ? 2 : 1;
  return columns;
}
const WIDE = /[\u1100-\u115f\u2018-\u201d\u2014\u2026\u2460-\u24ff\u2e80-\uffdc\uffe0-\uffe6]|[\u{20000}-\u{3ffff}]/u;

/** Splits at CR, LF, CRLF and the other line ends of Unicode. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let offset = 0;
  const end = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;
  for (let found = end.exec(text); found; found = end.exec(text)) {
    const line = text.slice(offset, found.index);
    lines.push({ text: line, offset, kind: kindOf(line) });
    offset = end.lastIndex;
  }
  if (offset < text.length) lines.push({ text: text.slice(offset), offset, kind: kindOf(text.slice(offset)) });
  return lines;
}
