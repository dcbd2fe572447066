import type { FlatText } from "../../document/document.ts";
import { halfWidth, squash } from "../../document/text.ts";
import { type Form, type FormTable, isField, ONLY_ROW } from "../common/form/form.ts";
import type { TableStream } from "./look.ts";
import { lettersOf } from "./titles.ts";

/**
 * Second look at fields: a label's letters in the flat text, and what stands right behind them: the rest of the piece
 * behind a colon, or the next piece.
 */

/** Longer pieces are prose. */
const PROSE = 60;
const FIELD_GAP = /\s{2,}|\t|\u3000+/u;

/** Pieces without what is prose, parted where a line holds several fields. */
function partsOf({ pieces }: FlatText, labels: readonly string[]): readonly string[] {
  return pieces
    .filter((piece) => piece.length <= PROSE)
    .map((piece) =>
      labels.reduce(
        (text, label) => text.replaceAll(`${label}：`, `\t${label}：`).replaceAll(`${label}:`, `\t${label}:`),
        piece,
      ),
    )
    .flatMap((piece) => (piece.trim() === "" ? [""] : piece.trim().split(FIELD_GAP)));
}

export function streamFields(flat: FlatText, form: Form): ReadonlyMap<string, TableStream> {
  const fields = form.tables.filter(isField);
  if (fields.length === 0) return new Map();
  const leaves = fields.flatMap(pathsOf).map((path) => path.at(-1) ?? "");
  const parts = partsOf(flat, [...leaves, ...form.authorLabels]).map((text) => ({ text, letters: lettersOf(text) }));
  const labels = new Set(leaves);
  const filledAt = (at: number, leaf: string): string | null => {
    const { text = "", letters = "" } = parts[at] ?? {};
    const colon = halfWidth(text).indexOf(":");
    if (colon >= 0 && lettersOf(text.slice(0, colon)) === leaf && colon < text.length - 1) return text.slice(colon + 1);
    if (letters !== leaf) return null;
    const next = parts[at + 1];
    // Where nothing is filled in, the next label follows.
    return next === undefined || labels.has(next.letters) || /[:：]/u.test(next.text) ? "" : next.text;
  };
  return new Map(
    fields.flatMap((field) => {
      const found = pathsOf(field).flatMap((path) => {
        const leaf = path.at(-1) ?? "";
        const places = parts.flatMap((_, at) => (filledAt(at, leaf) === null ? [] : [at]));
        if (path.length === 1) return places;
        const above = parts.findIndex(({ letters }) => letters === path.at(-2));
        return above < 0 ? [] : places.filter((at) => at > above).slice(0, 1);
      });
      const leaves = pathsOf(field).map((path) => path.at(-1) ?? "");
      const texts = found.map((at) => leaves.flatMap((leaf) => filledAt(at, leaf) ?? [])[0] ?? "");
      const printed = texts.map(squash).filter((text) => text !== "" && !field.missingValues.has(text));
      return texts.length === 0 ? [] : [[field.key, streamOf(printed)] as const];
    }),
  );
}

const pathsOf = ({ panels }: FormTable): readonly (readonly string[])[] => panels[0]?.columns[0]?.paths ?? [];

const streamOf = (texts: readonly string[]): TableStream => ({
  rows: new Map([[ONLY_ROW, texts.length === 0 ? [[]] : [...new Set(texts)].map((text) => [text])]]),
  order: null,
  unit: null,
  hasStrays: false,
});
