import { describe, expect, test } from "@jest/globals";
import type { Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { REVIEW_COLUMNS, REVIEW_ROWS } from "../../../lib/profiles/disclosure/form.ts";
import { lookAtDocument, lookAtFlatText } from "../../../lib/profiles/disclosure/gather.ts";
import { flatTextOf, reportDocument, reviewTable } from "../../make/tables.ts";

/** Each group of five adds up. */
const added = new Map<FigureName, string>(
  REVIEW_ROWS.flatMap(({ key }, group) =>
    REVIEW_COLUMNS.map((column, i): [FigureName, string] => [
      `review.${key}.${column.key}`,
      String(i < 4 ? 4 * group + i + 1 : 16 * group + 10),
    ]),
  ),
);

/** The table as recognised, with other words in the heads of its fifteen columns and in those of the proceedings. */
function garbled(
  outcomes: readonly string[],
  groups: Readonly<Record<string, string>> = {},
  figures: ReadonlyMap<FigureName, string> = added,
): Table {
  const table = reviewTable(figures);
  const isOutcome = (text: string) => REVIEW_COLUMNS.some(({ label }) => label === text);
  return {
    ...table,
    cells: table.cells.map((cell) => ({
      ...cell,
      text: isOutcome(cell.text) ? (outcomes[cell.column] ?? "") : (groups[cell.text] ?? cell.text),
      confidence: 0.98,
    })),
  };
}
const bound = (table: Table) => lookAtDocument(reportDocument([table])).review.cells;
const textsOf = (cells: ReadonlyMap<FigureName, { readonly text: string }>) =>
  new Map([...cells].map(([name, { text }]) => [name, text]));

const LEFT = [
  "持",
  "正",
  "果",
  "尚未审结",
  "总计",
  "维持",
  "正",
  "其果",
  "结",
  "总计",
  "持",
  "",
  "",
  "尚未审结",
  "总计",
];
const WHOLE = REVIEW_ROWS.flatMap(() => REVIEW_COLUMNS.map(({ label }): string => label));

describe("the fifteen figures of table 4 in a picture", () => {
  test("are told by what is left of their heads", () => expect(textsOf(bound(garbled(LEFT)))).toEqual(added));

  test("are told in both looks where one proceeding is garbled", () => {
    const table = garbled(WHOLE, { 未经复议直接起诉: "未轻夏议首接起沂" });
    expect(textsOf(bound(table))).toEqual(added);
    expect(textsOf(lookAtFlatText(flatTextOf(reportDocument([table]))).review.cells)).toEqual(added);
  });

  test("are told in both looks where a page cuts the row of their heads", () => {
    const table = garbled(LEFT.map((text, i) => (i < 5 ? text : (WHOLE[i] as string))));
    const rowsOf = (from: number, to: number): Table => ({
      ...table,
      rows: to - from,
      cells: table.cells.flatMap((cell) => {
        const [row, end] = [Math.max(from, cell.row), Math.min(to, cell.row + cell.rowSpan)];
        const text = cell.rowSpan > 1 && to < 4 ? "结果" : cell.text;
        return row < end ? [{ ...cell, row: row - from, rowSpan: end - row, text }] : [];
      }),
    });
    const [heads, figures] = [rowsOf(0, 2), rowsOf(2, 4)];
    const cut = reportDocument([heads, figures]);
    expect(textsOf(lookAtDocument(cut).review.cells)).toEqual(added);
    expect(textsOf(lookAtFlatText(flatTextOf(cut)).review.cells)).toEqual(added);
    expect(lookAtDocument(reportDocument([figures])).review.cells.size).toBe(0);
  });

  test.each<[string, Table]>([
    ["what is left stands over another outcome", garbled(LEFT.with(0, "正"))],
    ["too little is left", garbled(LEFT.map((text, i) => (i % 2 === 0 ? text : "")).with(0, ""))],
  ])("are never another's where %s", (_, table) => {
    expect([...textsOf(bound(table))].filter(([name, text]) => text !== added.get(name))).toEqual([]);
    expect(bound(table).size).toBeLessThan(added.size);
  });

  test("stay untold below proceedings in another order, but for whole outcomes", () => {
    const cells = bound(garbled(LEFT, { 行政复议: "复议后起诉", 复议后起诉: "行政复议" }));
    expect(textsOf(cells).get("review.reconsideration.upheld")).toBe(undefined);
    expect(textsOf(cells).get("review.litigationDirect.corrected")).toBe(undefined);
  });

  test("stay untold in a group that does not add up", () => {
    const odd = new Map(added).set("review.litigationDirect.total", "99");
    const cells = textsOf(bound(garbled(LEFT, {}, odd)));
    expect(cells.has("review.litigationDirect.corrected")).toBe(false);
    expect(cells.get("review.reconsideration.corrected")).toBe(added.get("review.reconsideration.corrected"));
  });
});
