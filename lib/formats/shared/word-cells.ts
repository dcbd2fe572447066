import { composed, type Flaw, mergedFlaws, type StyledText } from "../../document/appearance.ts";
import type { Cell } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { heightOf } from "./word-covers.ts";
import type { Draft, DraftCell, DraftParagraph, RowHeight } from "./word-drafts.ts";
import { isCutOff } from "./word-look.ts";

/** The text of a table's cell, and what in and over it is not plain. */

const isParagraph = (draft: Draft): draft is DraftParagraph => draft.kind === "paragraph";
const isLine = ({ runs }: DraftParagraph): boolean => squash(composed(runs).text) !== "";
/** Whether anything of it is seen. */
export const isPrinted = (draft: Draft): boolean => !isParagraph(draft) || isLine(draft);

/** The paragraphs of a cell below each other; blank ones are no lines, but what is struck in them is told. */
function runsOf(paragraphs: readonly DraftParagraph[]): StyledText[] {
  let lines = 0;
  return paragraphs.flatMap((paragraph): readonly StyledText[] => {
    if (!isLine(paragraph)) return paragraph.runs.filter(({ appearance }) => appearance);
    return lines++ === 0 ? paragraph.runs : [{ text: "\n" }, ...paragraph.runs];
  });
}

/** The height of a cell's rows in points, where all of it is fixed. */
function fixedHeight({ row, rowSpan }: DraftCell, heights: readonly RowHeight[]): number | undefined {
  const own = heights.slice(row, row + rowSpan);
  return own.every(({ exact }) => exact) ? own.reduce((sum, { points }) => sum + points, 0) : undefined;
}

function cutOff(paragraphs: readonly DraftParagraph[], width: number, height: number | undefined): Flaw[] {
  if (height === undefined) return [];
  let y = 0;
  return paragraphs.flatMap((paragraph): Flaw[] => {
    const { size, line, after } = paragraph.measure;
    y += heightOf(paragraph, width);
    const text = composed(paragraph.runs).text;
    return squash(text) !== "" && isCutOff(height, y - after - line, size)
      ? [{ kind: "hidden", how: "被行高裁切的文字", text }]
      : [];
  });
}

/** @param covers how the drawings over it are called */
export function composedCell(
  cell: DraftCell,
  heights: readonly RowHeight[],
  covers: ReadonlySet<string> = new Set(),
): Pick<Cell, "text" | "flaws"> {
  const paragraphs = cell.content.filter(isParagraph);
  const { text, flaws = [] } = composed(runsOf(paragraphs));
  const drawn = paragraphs.flatMap(({ drawings }) => drawings.filter(({ how }) => !covers.has(how)));
  const all = mergedFlaws([
    ...flaws,
    ...cutOff(paragraphs, cell.width, fixedHeight(cell, heights)),
    ...(cell.crossed && squash(text) !== "" ? [{ kind: "covered", how: "单元格斜线", text: "" } as const] : []),
    ...drawn.map(({ how }): Flaw => ({ kind: "covered", how, text: "" })),
    ...[...covers].map((how): Flaw => ({ kind: "covered", how: `盖在上面的${how}`, text: "" })),
  ]);
  return { text: squash(text) === "" ? "" : text, ...(all.length > 0 && { flaws: all }) };
}
