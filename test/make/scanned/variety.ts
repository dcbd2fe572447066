import type { Block, Cell, Document, Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { APPLICATION_COLUMNS, formDue, REVIEW_COLUMNS, REVIEW_ROWS } from "../../../lib/profiles/disclosure/form.ts";
import { type Random, randomFrom } from "../../../tools/fuzz/random.ts";
import { figuresOf, resultRows } from "../figures.ts";
import { officeName } from "../reports.ts";
import { reportDocument, tablesOf } from "../tables.ts";

/** Reports in the layouts that offices scan, drawn by lot: the same seed gives the same report. */

const BORDERS = ["black", "grey", "dotted", "double", "none"] as const;
export type Border = (typeof BORDERS)[number];

/** What the page suffered on its way to a picture, one thing each. */
export const DAMAGES = [
  "clean",
  "skew",
  "blur",
  "noise",
  "jpeg",
  "shadow",
  "lowDpi",
  "fax",
  "seal",
  "sideways",
  "moire",
  "curl",
  "bed",
] as const;
export type Damage = (typeof DAMAGES)[number];

/** What holds the pictures: a page each in a PDF, one long picture, a phone's endless page, pictures in a text. */
type Holder = "pages" | "stitched" | "screenshot" | "docx";

export interface Layout {
  readonly border: Border;
  readonly damage: Damage;
  readonly holder: Holder;
  readonly landscape: boolean;
  readonly font: string;
  /** Points, of type in tables. */
  readonly size: number;
  readonly loose: boolean;
  /** Labels of groups: one high cell, the first of several, or each of them. */
  readonly groups: "merged" | "blank" | "repeated";
  /** Whether table 3 is cut in two, and whether its second part has the heads again. */
  readonly split: "none" | "bare" | "headed";
  /** How much of a table's width its labels have. */
  readonly labels: number;
  readonly heads: "plain" | "spaced" | "year";
  readonly digits: "half" | "full";
  readonly thousands: boolean;
}

export interface ScannedReport {
  readonly layout: Layout;
  readonly form: "2019" | "2021";
  readonly year: number;
  readonly office: string;
  readonly figures: ReadonlyMap<FigureName, string>;
  readonly document: Document;
}

export const FONTS = [
  "Noto Serif CJK SC",
  "Noto Sans CJK SC",
  "AR PL UMing CN",
  "AR PL UKai CN",
  "WenQuanYi Micro Hei",
];

function layoutOf(random: Random, number: number): Layout {
  return {
    // Each border with each damage in turn, so that few reports show all of both.
    border: BORDERS[number % BORDERS.length] as Border,
    damage: DAMAGES[number % DAMAGES.length] as Damage,
    holder: random.pick<Holder>(["pages", "pages", "pages", "stitched", "screenshot", "docx"]),
    landscape: random.chance(0.25),
    font: random.pick(FONTS),
    size: random.pick([7.5, 9, 9, 10.5, 10.5, 12]),
    loose: random.chance(0.4),
    groups: random.pick(["merged", "merged", "merged", "blank", "repeated"]),
    split: random.pick(["none", "none", "bare", "headed"]),
    labels: random.pick([0.3, 0.38, 0.45]),
    heads: random.pick(["plain", "plain", "spaced", "year"]),
    digits: random.pick(["half", "half", "half", "full"]),
    thousands: random.chance(0.2),
  };
}

function yearOf(random: Random, form: "2019" | "2021"): ReadonlyMap<FigureName, string> {
  const busy = random.pick([0.1, 0.3, 0.7]);
  const amount = (most: number): number => (random.chance(busy) ? random.below(most) : 0);
  const parts = APPLICATION_COLUMNS.filter(({ key }) => key !== "total").map(({ key }) => key);
  const results = resultRows(form).flatMap((row) =>
    parts.map((part) => [`${row.key}.${part}`, amount(part === "naturalPerson" ? 300 : 20)] as const),
  );
  const proactive: Record<string, string> =
    form === "2021"
      ? {
          "regulations.inForce": `${amount(30)}`,
          "licensing.decisions": `${amount(90_000)}`,
          "fees.amount": `${amount(9000)}.${random.below(90) + 10}`,
        }
      : {
          "licensing.previousItems": `${amount(300)}`,
          "licensing.decisions": `${amount(9000)}`,
          "procurement.items": `${amount(90)}`,
        };
  return figuresOf(form, {
    proactive,
    results: Object.fromEntries(results),
    carriedForward: Object.fromEntries(parts.map((part) => [part, amount(5)])),
    review: Object.fromEntries(
      REVIEW_ROWS.flatMap((row) =>
        REVIEW_COLUMNS.filter(({ key }) => key !== "total").map(({ key }) => [`${row.key}.${key}`, amount(9)]),
      ),
    ),
  });
}

/** Rows of heads above table 3's first row of figures. */
const HEAD_ROWS = 3;
const isHead = (cell: Cell): boolean => cell.row < HEAD_ROWS;
const isFigure = (text: string): boolean => /^[\d.]+$/u.test(text);

/** Labels of groups as the layout has them: a high cell is so many cells, of which the first or all say it. */
const parted = (cell: Cell, groups: Layout["groups"]): readonly Cell[] =>
  groups === "merged" || isHead(cell)
    ? [cell]
    : Array.from({ length: cell.rowSpan }, (_, at) => ({
        ...cell,
        row: cell.row + at,
        rowSpan: 1,
        text: at === 0 || groups === "repeated" ? cell.text : "",
      }));

/** Rows of a table from one to another, with the cells that reach into them. */
function rowsOf(table: Table, from: number, to: number): Table {
  const cells = table.cells.flatMap((cell): Cell[] => {
    const [row, end] = [Math.max(from, cell.row), Math.min(to, cell.row + cell.rowSpan)];
    return row < end ? [{ ...cell, row: row - from, rowSpan: end - row, text: cell.row < from ? "" : cell.text }] : [];
  });
  return { ...table, rows: to - from, cells };
}

function withHead(head: Table, body: Table): Table {
  const moved = body.cells.map((cell) => ({ ...cell, row: cell.row + head.rows }));
  return { ...body, rows: head.rows + body.rows, cells: [...head.cells, ...moved] };
}

function applicationsAs(table: Table, { groups, split }: Layout, random: Random): readonly Table[] {
  const whole = { ...table, cells: table.cells.flatMap((cell) => parted(cell, groups)) };
  if (split === "none") return [whole];
  const cut = HEAD_ROWS + 4 + random.below(whole.rows - HEAD_ROWS - 8);
  const rest = rowsOf(whole, cut, whole.rows);
  return [rowsOf(whole, 0, cut), split === "headed" ? withHead(rowsOf(whole, 0, HEAD_ROWS), rest) : rest];
}

function textAs(text: string, { heads, digits, thousands }: Layout, year: number): string {
  if (isFigure(text)) {
    const parts = text.split(".");
    const grouped = thousands ? [parts[0]?.replace(/\B(?=(?:\d{3})+$)/gu, ","), ...parts.slice(1)].join(".") : text;
    return digits === "full"
      ? grouped.replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
      : grouped;
  }
  if (heads === "year") return text.replace(/^本年(?!度)/u, `本年（${year}）`);
  return heads === "spaced" && /^\p{Script=Han}{2,3}$/u.test(text) ? [...text].join(" ") : text;
}

/** The number'th report of a seed. */
export function scannedReport(seed: number, number: number): ScannedReport {
  const random = randomFrom(seed, number);
  const layout = layoutOf(random, number);
  const year = 2019 + random.below(7);
  const form = formDue(year);
  const figures = yearOf(random, form);
  const office = officeName(random.below(15_000));
  const [proactive, applications, review] = tablesOf(figures, form) as [Table, Table, Table];
  const whole = reportDocument([proactive, applications, review], year);
  const blocks = whole.blocks.flatMap((block): readonly Block[] => {
    if (block === applications) return applicationsAs(applications, layout, random);
    return block.kind === "paragraph" ? [{ ...block, text: block.text.replace("云桥镇人民政府", office) }] : [block];
  });
  const written = blocks.map(
    (block): Block =>
      block.kind === "table"
        ? { ...block, cells: block.cells.map((cell) => ({ ...cell, text: textAs(cell.text, layout, year) })) }
        : block,
  );
  return { layout, form, year, office, figures, document: { ...whole, blocks: written } };
}
