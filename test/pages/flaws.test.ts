import { describe, expect, test } from "@jest/globals";
import { STRUCK } from "../../lib/document/appearance.ts";
import type { Block, Box, Cell } from "../../lib/document/document.ts";
import { withFlaws } from "../../lib/pages/flaws.ts";

const cell = (column: number, text: string, box: Box): Cell => ({
  row: 0,
  column,
  rowSpan: 1,
  columnSpan: 1,
  text,
  place: { page: 1, box },
});
const BLOCKS: readonly Block[] = [
  { kind: "paragraph", text: "共85件。", role: "body", place: { page: 1, box: [50, 50, 200, 12] } },
  {
    kind: "table",
    rows: 1,
    columns: 2,
    cells: [cell(0, "行政许可", [50, 100, 100, 20]), cell(1, "85", [150, 100, 100, 20])],
    ragged: false,
    place: { page: 1, box: [50, 100, 200, 20] },
  },
];
const struck = (box: Box, text = "3", page = 1) => ({ ...STRUCK, text, page, box });
const flawsOf = (blocks: readonly Block[]) =>
  blocks.map((block) =>
    block.kind === "table"
      ? block.cells.map(({ flaws }) => flaws)
      : block.kind === "paragraph"
        ? block.flaws
        : undefined,
  );

describe("what is not plain on a drawn page", () => {
  test("belongs to the cell around it, its neighbours told as one", () => {
    const blocks = withFlaws(BLOCKS, [struck([160, 105, 5, 10], "3"), struck([165, 105, 5, 10], "1")]);
    expect(flawsOf(blocks)).toEqual([undefined, [undefined, [{ ...STRUCK, text: "31" }]]]);
  });

  test("belongs to the paragraph around it", () =>
    expect(flawsOf(withFlaws(BLOCKS, [struck([60, 52, 5, 8])]))).toEqual([
      [{ ...STRUCK, text: "3" }],
      [undefined, undefined],
    ]));

  test("belongs to the nearest text on its line where nothing is around it", () =>
    expect(flawsOf(withFlaws(BLOCKS, [struck([252, 105, 5, 10])]))).toEqual([
      undefined,
      [undefined, [{ ...STRUCK, text: "3" }]],
    ]));

  test("belongs to the cell, not to a mark that runs across it", () => {
    const mark: Block = {
      kind: "paragraph",
      text: "31",
      role: "furniture",
      place: { page: 1, box: [160, 102, 15, 15] },
    };
    expect(flawsOf(withFlaws([...BLOCKS, mark], [struck([160, 105, 5, 10])]))).toEqual([
      undefined,
      [undefined, [{ ...STRUCK, text: "3" }]],
      undefined,
    ]);
  });

  test("belongs to nothing where it stands alone or on another page", () =>
    expect(withFlaws(BLOCKS, [struck([400, 105, 5, 10]), struck([160, 105, 5, 10], "3", 2)])).toEqual(BLOCKS));
});
