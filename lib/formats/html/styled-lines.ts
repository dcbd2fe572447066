import { type Appearance, composed, type StyledText } from "../../document/appearance.ts";
import { squash } from "../../document/text.ts";

/** Text as a page flows it: white space collapsed, each character with its look. */

const WIDE = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uff60\\u3000-\\u303f\\u201c\\u201d]";
const SOFT_BETWEEN_WIDE = new RegExp(`(?<=${WIDE}) *\\u2028[ \\u2028]*(?=${WIDE})`, "gu");

/** One line of source collapsed as a browser does; a line end between two Chinese characters is no blank. */
const collapse = (raw: string): string =>
  (raw.includes("\u2028") ? raw.replace(SOFT_BETWEEN_WIDE, "") : raw)
    .replaceAll("\u00ad", "")
    .replace(/[ \u2028]+/gu, " ")
    .trim();

/** Source white space becomes a blank, or \u2028 where it holds a line end; "\n" is kept for real line breaks. */
export const soften = (text: string): string =>
  text.replace(/[ \t\r\n\f\u2028]+/gu, (run) => (/[\r\n]/u.test(run) ? "\u2028" : " "));

const isSeen = (line: string): boolean => /[^\s\u200b\ufeff]/u.test(line);

export interface Line {
  /** As a person reads it: struck text gone. */
  readonly text: string;
  /** Absent where all of it is plain. */
  readonly runs?: readonly StyledText[];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly appearance: Appearance;
}

/** Collects text with looks and gives it back line by line. */
export class StyledLines {
  raw = "";
  #spans: Span[] = [];

  /** @param text softened, or as written */
  add(text: string, appearance?: Appearance): void {
    const from = this.raw.length;
    this.raw += text;
    const last = this.#spans.at(-1);
    if (appearance && last?.to === from && last.appearance === appearance)
      this.#spans[this.#spans.length - 1] = { ...last, to: this.raw.length };
    else if (appearance && text !== "") this.#spans.push({ from, to: this.raw.length, appearance });
  }

  /** Something that is no text stands here. */
  mark(appearance: Appearance): void {
    this.#spans.push({ from: this.raw.length, to: this.raw.length, appearance });
  }

  /** All of it as runs, white space as it is; nothing is left behind. */
  takeRuns(): StyledText[] {
    const runs = this.#runsOf(0, this.raw.length, 0).runs;
    this.#clear();
    return runs;
  }

  #clear(): void {
    this.raw = "";
    this.#spans = [];
  }

  /** The lines that are seen, and what is left of the others: struck text and marks. Nothing is left behind. */
  takeLines(): { readonly lines: readonly Line[]; readonly marks: readonly StyledText[] } {
    const raws = this.raw.split("\n");
    if (this.#spans.length === 0) {
      this.#clear();
      return {
        lines: raws
          .map(collapse)
          .filter(isSeen)
          .map((text) => ({ text })),
        marks: [],
      };
    }
    const lines: Line[] = [];
    const marks: StyledText[] = [];
    let from = 0;
    let first = 0;
    for (const raw of raws) {
      const part = this.#runsOf(from, from + raw.length, first);
      first = part.next;
      from += raw.length + 1;
      const runs = collapsed(raw, part.runs);
      const text = composed(runs).text.trim();
      if (isSeen(text)) lines.push(runs.some(({ appearance }) => appearance) ? { text, runs } : { text });
      else
        marks.push(
          ...runs.filter(({ text: own, appearance }) => appearance && (appearance.kind === "struck" || own === "")),
        );
    }
    this.#clear();
    return { lines, marks };
  }

  /** The runs between two places, spans looked at from one on; and the span to go on with. */
  #runsOf(from: number, to: number, first: number): { readonly runs: StyledText[]; readonly next: number } {
    const runs: StyledText[] = [];
    let at = from;
    let next = first;
    for (; next < this.#spans.length; next++) {
      const span = this.#spans[next] as Span;
      if (span.from > to) break;
      const start = Math.max(at, span.from);
      if (start > at) runs.push({ text: this.raw.slice(at, start) });
      const end = Math.min(span.to, to);
      if (end > start || span.from === span.to)
        runs.push({ text: this.raw.slice(start, end), appearance: span.appearance });
      at = Math.max(at, end);
      if (span.to > to) break;
    }
    if (at < to) runs.push({ text: this.raw.slice(at, to) });
    return { runs, next };
  }
}

const isBlank = (character: string): boolean => character === " " || character === "\u2028";

/**
 * The runs of a line with its white space collapsed: collapsing only takes characters away, so each that is left is
 * found again in order.
 */
function collapsed(raw: string, runs: readonly StyledText[]): StyledText[] {
  const text = collapse(raw);
  let at = 0;
  return runs.flatMap((run): StyledText[] => {
    let own = "";
    for (let i = 0; i < run.text.length; i++) {
      const character = run.text[i] as string;
      const wanted = text[at];
      if (character === wanted || (wanted === " " && isBlank(character))) {
        own += wanted;
        at++;
      }
    }
    return own === "" && run.text !== "" ? [] : [{ ...run, text: own }];
  });
}

/** The text of a cell or paragraph of several lines, with what in it is not plain. */
export function composedLines(runs: readonly StyledText[]): ReturnType<typeof composed> {
  const { text, ...flawed } = composed(runs);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => squash(line) !== "");
  return { text: lines.join("\n"), ...flawed };
}
