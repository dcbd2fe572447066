import { once } from "../../../once.ts";
import type { FigureName } from "../facts.ts";
import { partsOf } from "../figure-name.ts";
import { officialKey } from "../labels.ts";
import { type CheckFile, type FormFile, formFileSchema, type OperandFile } from "./form-file.ts";

/** A form file with its labels made ready for comparison. */

/** What figures of a table or a column are. */
export interface FigureType {
  readonly unit: string;
  readonly exact: boolean;
  readonly missingValues: ReadonlySet<string>;
  readonly blank: "error" | "zero" | "absent";
}

/** A column: its key, its official label, and the keys of headers one below the other that lead to it. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** Wordings of headers one below the other, the official ones first. */
  readonly wordings: readonly (readonly string[])[];
  readonly paths: readonly (readonly string[])[];
  /** null: as its table's. */
  readonly type: FigureType | null;
}

/** A row with a label: its key, the official label, the keys of all wordings, and whether a number stands before it. */
export interface LabelledRow {
  readonly key: string;
  readonly label: string;
  /** Wordings of its groups, the outermost first, and of itself; the official ones first. */
  readonly wordings: readonly (readonly string[])[];
  /** With its groups' words before it and without. */
  readonly keys: readonly string[];
  readonly numbered: boolean;
  /** True for a row of a list: regions print different ones, and one that is not printed is no row. */
  readonly listed: boolean;
}

export interface Panel {
  readonly columns: readonly Column[];
  /** null: one row without a label, with the key `row`. */
  readonly rows: readonly LabelledRow[] | null;
}

/** A field is a table of one figure; what is filled in as words has no number. */
type Kind = "table" | "number" | "text" | "date";

export interface FormTable extends FigureType {
  readonly key: string;
  readonly kind: Kind;
  readonly name: string;
  readonly title: string;
  readonly titles: readonly string[];
  /** Columns without which it is another table. */
  readonly needs: readonly string[];
  /** One of a table with codes: its rows are those that have a label and no code. */
  readonly panels: readonly Panel[];
  /** How many digits codes have, level by level; null for a table without codes. */
  readonly digits: readonly number[] | null;
  /** Whether it has as many rows as there are things to be listed. */
  readonly repeats: boolean;
  /** The figure that makes this table or field one that must be filled in; null for none. */
  readonly requiredWhen: FigureName | null;
}

export interface Form {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly titles: readonly string[];
  readonly source: FormFile["source"];
  readonly authorLabels: readonly string[];
  /** Fields behind the tables. */
  readonly tables: readonly FormTable[];
  /** Rows of each list by its key. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Those of one report, and those that name last year's figures. */
  readonly checks: readonly CheckFile[];
  readonly yearChecks: readonly CheckFile[];
  /** Words of the prose with the figure that stands behind them. */
  readonly claims: readonly { readonly words: string; readonly figure: FigureName }[];
}

/** The row of a panel without labels. */
export const ONLY_ROW = "row";
/** The column of what a repeated row is about, in its own words. */
export const NAME_COLUMN = "name";

/** The key of a repeated row, counted from 1. */
export const repeatedRow = (number: number): string => `row${number}`;
export const isRepeatedRow = (row: string): boolean => /^row\d+$/u.test(row);

const NUMBERED = /^[一二三四五六七八九十]{1,3}、/u;

/** A path of labels; a dot behind a number is the number's: 1.属于国家秘密. */
const pathOf = (label: string): readonly string[] => label.split(/(?<![\d一二三四五六七八九十])\./u);

const labelled = (key: string, labels: readonly string[]) => {
  const wordings = labels.map(pathOf);
  return { key, label: wordings[0]?.join("：") ?? key, wordings };
};

type Labels = Readonly<Record<string, readonly string[]>>;

/** Keys of labels are made when they are asked for: the disclosure report compares labels in its own ways. */
function columnsOf(columns: Labels, types: Readonly<Record<string, FigureType>> = {}): Column[] {
  return Object.entries(columns).map(([key, labels]) => {
    const own = labelled(key, labels);
    const paths = once(() => own.wordings.map((path) => path.map(officialKey)));
    return {
      ...own,
      get paths() {
        return paths();
      },
      type: types[key] ?? null,
    };
  });
}

const rowsOf = (rows: Labels, listed: boolean): LabelledRow[] =>
  Object.entries(rows).map(([key, labels]) => {
    const own = labelled(key, labels);
    const endings = () => own.wordings.flatMap((path) => path.map((_, at) => path.slice(at).join("")));
    const keys = once(() => [...new Set(endings().map(officialKey))]);
    return {
      ...own,
      get keys() {
        return keys();
      },
      numbered: NUMBERED.test(own.wordings[0]?.at(-1) ?? ""),
      listed,
    };
  });

/** @throws ZodError for a file that is none; whether its names resolve is `lintForm`'s to say */
export const parseForm = (data: unknown): Form => formOf(formFileSchema.parse(data));

/** The form of a file that is known to be one: of ours, which tests hold to the schema. */
export function formOf(file: FormFile): Form {
  const lists = file.lists ?? {};
  return {
    id: file.id,
    version: file.version,
    title: file.title,
    titles: file.titles,
    source: file.source,
    authorLabels: file.identity.organization.labels,
    lists: new Map(Object.entries(lists).map(([key, rows]) => [key, Object.keys(rows)])),
    checks: file.checks.filter((check) => !namesLastYear(check)),
    yearChecks: file.checks.filter(namesLastYear),
    claims: Object.entries(file.claims ?? {}).map(([words, figure]) => ({ words, figure })),
    tables: [
      ...file.tables.map((table) => tableOf(table, file)),
      ...Object.entries(file.fields ?? {}).map(([key, field]) => fieldOf(key, field, file)),
    ],
  };
}

function tableOf(table: FormFile["tables"][number], file: FormFile): FormTable {
  const lists = file.lists ?? {};
  const open = table.rows ?? table.repeat;
  const panels = open
    ? [{ columns: columnsOf(open.columns), rows: rowsOf(open.totals, false) }]
    : (table.grid?.panels ?? []).map(({ columns, rows, lists: shared = [], types = {} }) => ({
        columns: columnsOf(
          columns,
          Object.fromEntries(Object.entries(types).map(([key, type]) => [key, typed(file.types[type])])),
        ),
        rows: rows && [...shared.flatMap((list) => rowsOf(lists[list] ?? {}, true)), ...rowsOf(rows, false)],
      }));
  return {
    key: table.key,
    kind: "table",
    name: table.name,
    title: table.recognise.title[0] ?? table.name,
    titles: table.recognise.title.map(officialKey),
    needs: table.recognise.all ?? panels.flatMap(({ columns }) => columns.map(({ key }) => key)),
    panels,
    digits: table.rows?.codes.digits ?? null,
    repeats: table.repeat !== undefined,
    requiredWhen: table.requiredWhen ?? null,
    ...typed(file.types[table.type]),
  };
}

/** The column of a field. */
export const FIELD_COLUMN = "value";

function fieldOf(key: string, { labels, type, requiredWhen }: FieldFile, file: FormFile): FormTable {
  const own = file.types[type];
  const columns = columnsOf({ [FIELD_COLUMN]: labels });
  const label = columns[0]?.label ?? key;
  return {
    key,
    kind: own?.type === "string" ? (own.format ?? "text") : "number",
    name: label,
    title: label,
    titles: [],
    needs: [],
    panels: [{ columns, rows: null }],
    digits: null,
    repeats: false,
    requiredWhen: requiredWhen ?? null,
    ...typed(own),
  };
}

type FieldFile = NonNullable<FormFile["fields"]>[string];

const typed = (type: FormFile["types"][string] | undefined): FigureType => ({
  unit: type && "unit" in type ? type.unit : "",
  exact: type && "decimals" in type ? type.decimals === "INF" : false,
  missingValues: new Set(type?.missingValues ?? [""]),
  blank: type?.blank ?? "error",
});

/** What a figure of a table is: of its column's type, or of the table's. */
export function typeIn(table: FormTable, figure: FigureName): FigureType {
  const { row, column } = partsOf(figure);
  const panel = table.panels.find((own) => fixedRows(own).includes(row)) ?? table.panels[0];
  return panel?.columns.find(({ key }) => key === column)?.type ?? table;
}

export const isField = ({ kind }: FormTable): boolean => kind !== "table";

/** Whether words are filled in, and no number. */
export const isWords = ({ kind }: FormTable): boolean => kind === "text" || kind === "date";

/** Rows of a panel that have a key of their own, whatever a document prints. */
export const fixedRows = ({ rows }: Panel): readonly string[] => rows?.map(({ key }) => key) ?? [ONLY_ROW];

/**
 * Figures that every document of the form may have, table by table; those of rows with codes and of repeated ones are
 * not among them, nor are words.
 */
export const fixedFigures = ({ tables }: Form): readonly FigureName[] =>
  tables
    .filter((table) => !isWords(table))
    .flatMap(({ key, panels }) =>
      panels.flatMap((panel) =>
        fixedRows(panel).flatMap((row) => panel.columns.map((column) => `${key}.${row}.${column.key}`)),
      ),
    );

/** Whether a check is one against the report of the year before. */
export const namesLastYear = (check: CheckFile): boolean =>
  sidesOf(check)?.some((operand) => namesIn(operand).some((name) => /^-?lastYear\./u.test(name))) ?? false;

/** Both sides of a check, left and right; null for one that has none. */
export const sidesOf = ({ equal, atMost }: CheckFile): readonly [OperandFile, OperandFile] | null =>
  equal ?? atMost ?? null;

/** The names that a side adds up. */
export const namesIn = (operand: OperandFile): readonly string[] =>
  typeof operand === "string" ? [operand] : operand.sum;
