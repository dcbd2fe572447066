import type { FigureName } from "../../profiles/common/facts.ts";
import type { RuleHead } from "../../profiles/common/rule.ts";
import type { Report, ReportFinding } from "../schema.ts";
import type { CollectedTable, Collection } from "./collection.ts";
import { contributionOf } from "./contribution.ts";

/** The report of the office above (本级), held against the sums of the units that count into it. */

export const COLLECTION_RULE: RuleHead = {
  code: "COLLECTION-SUM",
  severity: "warning",
  source: {
    own: "本级报告各项数字等于所属各单位之和；垂直管理的部门、移送的申请会使两者不同，所以只请核对",
  },
};

/** Figures of a table that are told by name. */
const NAMED = 5;

/** What was held against the sums, and what came of it. */
interface Comparison {
  /** A finding a table. */
  readonly findings: readonly ReportFinding[];
  /** How many figures were compared. */
  readonly compared: number;
  /** And how many were not: the parent or a unit does not say them with certainty, or not in this form. */
  readonly left: number;
}

export interface Parent {
  readonly organization: string;
  /** Null where nothing can be said: not every unit is in the sums. */
  readonly comparison: Comparison | null;
}

/** The same in sentences. */
export function parentInWords({ organization, comparison }: Parent): string[] {
  if (comparison === null) return [`${organization}的报告：所属单位没有全部计入，不能比较。`];
  const { findings, compared, left } = comparison;
  const why = "它或者有的单位没有填写、没有读准，或者表格式样不同";
  if (compared === 0) return [`${organization}的报告：没有可以比较的数字，${why}。`];
  const says =
    findings.length === 0
      ? [`${organization}的报告与各单位之和一致。`]
      : findings.map(({ message }) => `${organization}的报告：${message}`);
  return left === 0 ? says : [...says, `比较了${compared}个数字，另有${left}个不能比较：${why}。`];
}

/**
 * Holds the parent's own figures against the sums of its units'. Only figures are compared that every unit and the parent
 * say with certainty, in the same form.
 * @param complete every unit that counts into the parent's report is among those looked at
 * @returns null where units are missing or not in the sums, so that nothing can be said
 */
export function parentAgainst(collection: Collection, parent: Report, complete: boolean): Comparison | null {
  const { profile, year, members } = collection;
  if (!complete || parent.profile !== profile.id || parent.year !== year) return null;
  if (members.length === 0 || members.some(({ counted }) => !counted)) return null;
  const { figures } = contributionOf(parent, profile);
  const own = new Map(profile.figures.names.map((name, index) => [name, figures[index] ?? null]));
  const tables = collection.tables.map((table) => compared(table, own, members.length));
  const names = new Set(collection.tables.flatMap(({ sums }) => [...sums.keys()]));
  const count = tables.flat().length;
  const findings = tables.flatMap((figures) => {
    const different = figures.filter((figure) => figure.own !== figure.sum);
    return different.length === 0 ? [] : [findingOf(different, members.length, (name) => profile.words.figure(name))];
  });
  return { findings, compared: count, left: names.size - count };
}

interface Compared {
  readonly name: FigureName;
  readonly own: number;
  readonly sum: number;
}

/** The figures of a table that can be compared: not those that a unit left blank, or that not all have in this form. */
const compared = (
  { sums }: CollectedTable,
  own: ReadonlyMap<FigureName, number | "" | "?" | null>,
  units: number,
): Compared[] =>
  [...sums].flatMap(([name, { sum, counted }]) => {
    const value = own.get(name);
    return counted === units && typeof value === "number" ? [{ name, own: value, sum }] : [];
  });

function findingOf(different: readonly Compared[], units: number, label: (name: FigureName) => string): ReportFinding {
  const [first] = different as readonly [Compared, ...Compared[]];
  const named = different.slice(0, NAMED).map(({ name, own, sum }) => `${label(name)}填的是${own}，各单位之和为${sum}`);
  const more = different.length > NAMED ? `；另有${different.length - NAMED}处` : "";
  return {
    code: COLLECTION_RULE.code,
    severity: COLLECTION_RULE.severity,
    message: `与所属${units}个单位之和不一致：${named.join("；")}${more}。请核对。`,
    cells: different.map(({ name }) => name),
    expected: first.sum,
    actual: first.own,
  };
}
