import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Cell, Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { APPLICATION_COLUMNS, APPLICATION_ROWS } from "../../../lib/profiles/disclosure/form.ts";
import { lookAtDocument, lookAtFlatText } from "../../../lib/profiles/disclosure/gather.ts";
import { applicationsTable, flatTextOf, reportDocument } from "../../make/tables.ts";

const HEADS: readonly string[] = APPLICATION_COLUMNS.map(({ label }) => label);
const ROWS = APPLICATION_ROWS["2021"];
const LEAD = 3;

/** Figures of table 3 in which every row adds up. */
const added = new Map<FigureName, string>(
  ROWS.flatMap(({ key }, row) => {
    const parts = APPLICATION_COLUMNS.slice(1).map((_, i) => row + 3 * i + 1);
    const values = [...parts, parts.reduce((sum, value) => sum + value, 0)];
    return APPLICATION_COLUMNS.map((column, i): [FigureName, string] => [
      `applications.${key}.${column.key}`,
      String(values[i]),
    ]);
  }),
);

/** The table as recognised in a picture, with other words in its seven heads. */
const headed = (heads: readonly string[], figures: ReadonlyMap<FigureName, string> = added): Table => {
  const table = applicationsTable(figures, "2021");
  const isHead = (cell: Cell) => cell.row < 3 && HEADS.includes(cell.text);
  return {
    ...table,
    cells: table.cells.map((cell) => ({
      ...cell,
      text: isHead(cell) ? (heads[HEADS.indexOf(cell.text)] ?? "") : cell.text,
      confidence: 0.98,
    })),
  };
};

/** Each column twice as wide, the figure in its first or its second half, row by row. */
const outOfLine = (table: Table): Table => ({
  ...table,
  columns: LEAD + 14,
  cells: table.cells.flatMap((cell): Cell[] => {
    if (cell.column < LEAD) return [cell];
    const column = LEAD + 2 * (cell.column - LEAD);
    if (cell.row < 3) return [{ ...cell, column, columnSpan: cell.columnSpan === 1 ? 1 : 2 * cell.columnSpan }];
    const halves = [
      { ...cell, column },
      { ...cell, column: column + 1, text: "" },
    ];
    return cell.row % 2 === 0 ? halves : halves.map((half, i) => ({ ...half, text: i === 0 ? "" : cell.text }));
  }),
});

const bound = (...tables: Table[]) => lookAtDocument(reportDocument(tables)).applications.cells;
const wrong = (cells: ReturnType<typeof bound>, figures = added): string[] =>
  [...cells].filter(([name, { text }]) => text !== figures.get(name)).map(([name]) => name);

describe("the columns of table 3 in a picture", () => {
  test.each([
    ["what is left of five heads", ["自然", "业", "研机", "公益组", "律服", "", ""]],
    ["four whole heads", ["自然人", "商业企业", "枓矼栅搆", "社会公益组织", "法津脲努杌", "", "总计"]],
  ])("are told by %s, their order and the sums", (_, heads) => {
    const cells = bound(headed(heads));
    expect([cells.size, wrong(cells)]).toEqual([added.size, []]);
  });

  test("are told where the figures stand out of line below whole heads", () => {
    const cells = bound(outOfLine(headed(HEADS)));
    expect([cells.size, wrong(cells)]).toEqual([added.size, []]);
  });

  test("are told where a blank cell lies over a row's label", () => {
    const whole = headed(HEADS);
    const over = whole.cells
      .filter(({ row, column }) => row > 4 && column === 2)
      .map((cell): Cell => ({ ...cell, column: 1, columnSpan: 2, text: "" }));
    const cells = bound({ ...whole, cells: [...over, ...whole.cells] });
    expect(wrong(cells)).toEqual([]);
    expect(cells.size).toBe(added.size);
  });

  test("are those of the table before where a table goes on without heads", () => {
    const whole = headed(["自然", "业", "研机", "公益组", "律服", "", ""]);
    const part = (from: number, to: number): Table => ({
      ...whole,
      rows: to - from,
      cells: whole.cells
        .filter(({ row, text }) => row >= from && row < to && text !== "申请人情况")
        .map((cell) => ({ ...cell, row: cell.row - from, rowSpan: Math.min(cell.rowSpan, to - cell.row) })),
    });
    const cells = bound(part(0, 12), part(12, whole.rows));
    expect([cells.size, wrong(cells)]).toEqual([added.size, []]);
  });

  test.each<[string, readonly string[], (value: string, index: number) => string]>([
    ["too few heads are left", ["自然", "业", "", "", "", "", "总计"], (value) => value],
    ["a head stands over another's column", ["自然", "业", "律服", "公益组", "研机", "", ""], (value) => value],
    [
      "the rows do not add up",
      ["自然", "业", "研机", "公益组", "律服", "", ""],
      (value, i) => String(+value + (i % 7)),
    ],
  ])("stay untold where %s", (_, heads, change) => {
    const figures = new Map([...added].map(([name, value], i) => [name, change(value, i)]));
    expect(bound(headed(heads, figures)).size).toBe(0);
  });

  test.each<[string, readonly string[]]>([
    ["most of each head", ["自然人", "商业企业", "社佘公盖组积", "科矸机枸", "法律服务机构", "其他", "总计"]],
    ["one character of one head", ["自然人", "商业企业", "衬佘厶盖", "科矸杌枸", "法律服务机构", "其他", "总计"]],
  ])("are never another's where two garbled heads changed places and %s is left", (_, heads) => {
    const printed = new Map(
      [...added].map(([name, text]): [FigureName, string] => [
        name,
        added.get(
          name.replace(/research$|socialOrganization$/u, (key) =>
            key === "research" ? "socialOrganization" : "research",
          ) as FigureName,
        ) ?? text,
      ]),
    );
    expect(wrong(bound(headed(heads, printed)))).toEqual([]);
  });

  test("stay untold in a document that was not recognised", () => {
    const table = headed(["自然", "业", "研机", "公益组", "律服", "", ""]);
    expect(bound({ ...table, cells: table.cells.map(({ confidence: _, ...cell }) => cell) }).size).toBe(0);
  });

  test("are never another's, whatever is left of the heads and whichever two columns changed places", () => {
    const left = fc.tuple(
      ...HEADS.map((head) => fc.array(fc.boolean(), { minLength: head.length, maxLength: head.length })),
    );
    const columns = fc.uniqueArray(fc.nat(HEADS.length - 1), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(left, columns, fc.boolean(), (kept, [a = 0, b = 0], swapped) => {
        const at = HEADS.map((_, i) => (swapped && i === a ? b : swapped && i === b ? a : i));
        // The heads of columns that changed places are whole: without them nobody could tell.
        const heads = at.map((from, i) =>
          at[i] === i ? [...(HEADS[i] as string)].filter((_, c) => kept[i]?.[c]).join("") : (HEADS[from] as string),
        );
        const printed = new Map(
          ROWS.flatMap(({ key }) =>
            APPLICATION_COLUMNS.map((column, i): [FigureName, string] => [
              `applications.${key}.${column.key}`,
              added.get(`applications.${key}.${APPLICATION_COLUMNS[at[i] as number]?.key}`) ?? "",
            ]),
          ),
        );
        expect(wrong(bound(headed(heads, printed)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("table 3 in the flat text", () => {
  const look = (...garbled: readonly string[]) => {
    const table = applicationsTable(added, "2021");
    const cells = table.cells.map((cell) => (garbled.includes(cell.text) ? { ...cell, text: "本年薪牧" } : cell));
    return lookAtFlatText(flatTextOf(reportDocument([{ ...table, cells }]))).applications;
  };
  const first = "一、本年新收政府信息公开申请数量";

  test("is found where the label of its first row is lost; no row is called missing", () => {
    const { cells, missingRows } = look(first);
    expect([cells.size, missingRows]).toEqual([added.size - 7, []]);
    expect([...cells].filter(([name, { text }]) => text !== added.get(name))).toEqual([]);
  });

  test("hides no trace of a table that stands before what is left of it", () => {
    const table = applicationsTable(added, "2021");
    const cells = table.cells.map((cell) => (cell.text === first ? { ...cell, text: "本年薪牧" } : cell));
    const { pieces } = flatTextOf(reportDocument([{ ...table, cells }]));
    const look = lookAtFlatText({ pieces: ["尚未审结", "总计", ...pieces], blanksKept: true });
    expect([look.applications.cells.size, look.review.count]).toEqual([added.size - 7, 1]);
  });

  test("is not found by the labels of a few rows", () => {
    const labels = [...new Set(ROWS.map(({ path }) => path.at(-1) as string))];
    expect(look(...labels.filter((text) => !/^[12]\.(?:属于|其他|没有)/u.test(text))).cells.size).toBe(0);
  });
});
