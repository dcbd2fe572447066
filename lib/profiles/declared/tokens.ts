import { halfWidth, squash } from "../../document/text.ts";
import { readCellText } from "../common/cell-text.ts";
import { lettersOf } from "./titles.ts";

/** A region of the flat text as a stream of words and numbers. */

export interface Token {
  readonly kind: "words" | "number";
  readonly text: string;
}

/** What a table's lines have beside labels and figures: codes of the form, numbers of their own. */
export interface PartsOfLines {
  readonly codes: boolean;
  readonly numbers: boolean;
}

const SHORTEST_CODE = 3;
const MOST_DECIMALS = 8;
const hasWords = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** How many decimals most figures have that end a piece; null where none does. */
function usualDecimals(pieces: readonly string[]): number | null {
  const counts = new Map<number, number>();
  for (const piece of pieces) {
    const decimals = /\d\.(\d{1,8})$/u.exec(piece.trim())?.[1]?.length;
    if (decimals !== undefined) counts.set(decimals, (counts.get(decimals) ?? 0) + 1);
  }
  const [usual] = [...counts].toSorted(([, a], [, b]) => b - a);
  return usual?.[0] ?? null;
}

const RUN = /-?\d[\d,]{0,20}(?:\.[\d,]{1,40}){1,20}/gu;

/** Each figure of a run ends behind so many decimals; what follows begins the next, or is a code. */
const figuresApart = (run: string, decimals: number): string =>
  ` ${run
    .split(".")
    .map((part, index) => (index === 0 ? part : `${part.slice(0, decimals)} ${part.slice(decimals)}`))
    .join(".")} `;

/** Whether figures, or a figure and a code, run together: 3.125 among figures of two decimals has three. */
function runsTogether(piece: string, decimals: number): boolean {
  const parts = piece.trim().split(".");
  return parts.length > 2 || (parts.length === 2 && (parts[1]?.length ?? 0) >= decimals + SHORTEST_CODE);
}

/**
 * Takes apart what a page draws without a gap, which is one piece: a label and its figure, figures of narrow columns
 * (1,083.24796.97), a figure and the code behind it (1,207.2030201). Where a figure ends, the others of the table say.
 */
function takenApart(pieces: readonly string[], { codes, numbers }: PartsOfLines): readonly string[] {
  const decimals = usualDecimals(pieces) ?? MOST_DECIMALS;
  return pieces.map((piece) => {
    if (!hasWords(piece) && !runsTogether(piece, decimals)) return piece;
    const parted = piece.replace(RUN, (run) => figuresApart(run, decimals));
    const coded = codes ? parted.replace(/(^|\s)(\d{2,12})(?=\p{Script=Han})/gu, "$1$2 ") : parted;
    return numbers ? coded.replace(/(?<=\p{Script=Han})\d{1,3}$/u, " $&") : coded;
  });
}

/** Without the numbers that lines have: right behind a label, and on of those before where a line has no label. */
function withoutLineNumbers(tokens: readonly Token[]): Token[] {
  const due = new Set<number>();
  return tokens.filter(({ kind, text }, at) => {
    if (kind === "words" || !/^\d{1,3}$/u.test(text)) return true;
    const number = Number(text);
    if (tokens[at - 1]?.kind !== "words" && !due.has(number)) return true;
    due.delete(number);
    due.add(number + 1);
    return false;
  });
}

/** Whether the lines of a table have numbers. */
export const hasLineNumbers = (pieces: readonly string[]): boolean => pieces.some((piece) => piece.includes("行次"));

/** The words and numbers of a table's pieces, in their order, without the numbers of its lines. */
export function tokensOf(pieces: readonly string[], has: PartsOfLines): readonly Token[] {
  const tokens = takenApart(pieces, has).flatMap((piece) =>
    piece
      .trim()
      .split(/[\s\u3000]+/u)
      .flatMap((text): readonly Token[] => {
        if (!hasWords(text) && readCellText(text).kind === "number")
          return [{ kind: "number", text: halfWidth(squash(text)) }];
        return lettersOf(text) === "" ? [] : [{ kind: "words", text: lettersOf(text) }];
      }),
  );
  return has.numbers ? withoutLineNumbers(tokens) : tokens;
}
