import { describe, expect, test } from "@jest/globals";
import type { Document, Place } from "../../../lib/document/document.ts";
import type { BoundCell } from "../../../lib/profiles/common/facts.ts";
import { blanksBesideStrayNumbers } from "../../../lib/profiles/common/stray-numbers.ts";

const placeOf = (column: number): Place => ({ page: 1, box: [100 * column, 0, 90, 20] });

/** A recognised row: a label, a cell with the given words, a blank one that is bound, and a figure. */
function blanksIn(beside: string, recognised: boolean): string[] {
  const texts = ["行政复议", beside, "", "0"];
  const cells = texts.map((text, column) => ({
    row: 0,
    column,
    rowSpan: 1,
    columnSpan: 1,
    text,
    place: placeOf(column),
  }));
  const document: Document = {
    format: "image",
    title: null,
    pages: [],
    blocks: [{ kind: "table", rows: 1, columns: 4, cells, ragged: false, place: { page: 1, box: [0, 0, 400, 20] } }],
  };
  const bind = (figure: string, column: number, kind: BoundCell["kind"]): [string, BoundCell] => [
    figure,
    {
      figure,
      text: texts[column] ?? "",
      value: kind === "number" ? 0 : null,
      kind,
      place: placeOf(column),
      confidence: 1,
      ...(recognised && { recognised: true }),
    },
  ];
  return [...blanksBesideStrayNumbers(document, new Map([bind("t.r.a", 2, "blank"), bind("t.r.b", 3, "number")]))];
}

describe("a recognised cell that seems blank", () => {
  test("is in doubt where its row has a number that was read with the words of a seal", () =>
    expect(blanksIn("市洞涧西 0", true)).toEqual(["t.r.a"]));

  test.each(["（一）予以公开", "1.属于国家秘密", "2024年", "★", ""])("is not by a label or mark such as %j", (label) =>
    expect(blanksIn(label, true)).toEqual([]),
  );

  test("is not where the table was read from the file itself", () => expect(blanksIn("市洞涧西 0", false)).toEqual([]));
});
