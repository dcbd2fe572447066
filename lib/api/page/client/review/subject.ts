import type { ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { WORDS } from "../words.ts";

/** What a person can be asked about: a figure, the unit printed with one, or a part of the report's identity. */

export type Value = number | string | null;

export interface Subject {
  readonly name: string;
  readonly label: string;
  /** What stands in the report now. */
  readonly current: Value;
  /** What is printed where there is no number; null where nothing was found. */
  readonly blank: string | null;
  /** What the second reading has instead, and what is not plain about it. */
  readonly other: string | null;
  readonly seen: string | null;
  readonly place: string;
  /** A person's word is needed; else a reason is, to correct it. */
  readonly isUncertain: boolean;
  readonly input: "number" | "text" | "choice";
  /** What can be chosen, with its words. */
  readonly choices: readonly (readonly [value: string, words: string])[];
}

const UNIT = ".unit";
const NOTHING = { blank: null, other: null, seen: null, place: "", choices: [] } as const;

export const isIdentity = (name: string): boolean => ["organization", "year", "template"].includes(name);

/** The value of a figure by its full name; null where there is none. */
function figureIn({ tables }: FullReport, name: string): number | null {
  const [table = "", ...rest] = name.split(".");
  const column = rest.at(-1) ?? "";
  return tables?.[table as keyof typeof tables]?.[rest.slice(0, -1).join(".")]?.[column] ?? null;
}

function identityOf(report: FullReport, name: string): Subject {
  const base = { ...NOTHING, name, isUncertain: (report.uncertain as readonly string[]).includes(name) };
  switch (name) {
    case "organization":
      return { ...base, label: "机关名称", current: report.organization?.name ?? null, input: "text" };
    case "year":
      return { ...base, label: "年度", current: report.year, input: "number" };
    default: {
      const templates = WORDS.families.find(({ id }) => id === report.profile)?.templates ?? {};
      return {
        ...base,
        label: "表格式样",
        current: report.template,
        input: "choice",
        choices: Object.entries(templates),
      };
    }
  }
}

/** What there is to know of a thing that a person is asked about. */
export function subjectOf(report: FullReport, readable: ReadableReport, name: string): Subject {
  if (isIdentity(name)) return identityOf(report, name);
  const figure = name.endsWith(UNIT) ? name.slice(0, -UNIT.length) : name;
  const figures: Readonly<Record<string, FullReport["figures"][string]>> = report.figures;
  const blanks: typeof figures = report.blanks;
  const cell = figures[figure] ?? blanks[figure];
  const shown = readable.cells[figure];
  const label = shown?.label ?? figure;
  const isUncertain = (report.uncertain as readonly string[]).includes(figure);
  if (figure !== name)
    return { ...NOTHING, name, label: `${label}的单位`, current: cell?.unit ?? null, isUncertain, input: "text" };
  return {
    ...NOTHING,
    name,
    label,
    isUncertain,
    current: figureIn(report, name),
    blank: blanks[name]?.text ?? null,
    other: cell?.other ?? null,
    seen: cell?.seen ?? null,
    place: shown?.place ?? "",
    input: "number",
  };
}

/** A number as somebody types it: full width, with commas or blanks. Undefined where it is none. */
export function numberIn(text: string): number | null | undefined {
  const plain = text.normalize("NFKC").replace(/[\s,，]/gu, "");
  if (plain === "") return null;
  return /^-?\d+(?:\.\d+)?$/u.test(plain) ? Number(plain) : undefined;
}

/** What was typed about a thing; undefined where it can't be that. */
export const valueIn = ({ input }: Subject, text: string): Value | undefined =>
  input === "number" ? numberIn(text) : text.trim() === "" ? null : text.trim();
