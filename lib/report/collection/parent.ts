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

/** What the comparison came to. */
export interface Parent {
  readonly organization: string;
  /** Null where nothing can be said: not every unit is in the sums. */
  readonly findings: readonly ReportFinding[] | null;
}

/** The same in sentences. */
export const parentInWords = ({ organization, findings }: Parent): string[] =>
  findings === null
    ? [`${organization}的报告：所属单位没有全部计入，不能比较。`]
    : findings.length === 0
      ? [`${organization}的报告与各单位之和一致。`]
      : findings.map(({ message }) => `${organization}的报告：${message}`);

/**
 * Where the parent's own figures are not the sums of its units', a finding a table. Only figures are compared that every
 * unit and the parent say with certainty, in the same form.
 * @param complete every unit that counts into the parent's report is among those looked at
 * @returns null where units are missing or not in the sums, so that nothing can be said
 */
export function parentAgainst(collection: Collection, parent: Report, complete: boolean): ReportFinding[] | null {
  const { profile, year, members } = collection;
  if (!complete || parent.profile !== profile.id || parent.year !== year) return null;
  if (members.length === 0 || members.some(({ counted }) => !counted)) return null;
  const { figures } = contributionOf(parent, profile);
  const own = new Map(profile.figures.names.map((name, index) => [name, figures[index] ?? null]));
  return collection.tables.flatMap((table) => {
    const different = differences(table, own, members.length);
    return different.length === 0 ? [] : [findingOf(different, members.length, (name) => profile.words.figure(name))];
  });
}

interface Difference {
  readonly name: FigureName;
  readonly own: number;
  readonly sum: number;
}

function differences(
  { sums }: CollectedTable,
  own: ReadonlyMap<FigureName, number | "" | "?" | null>,
  units: number,
): Difference[] {
  return [...sums].flatMap(([name, { sum, counted }]) => {
    const value = own.get(name);
    // Not all units use this form, or one of them left it blank.
    return counted === units && typeof value === "number" && value !== sum ? [{ name, own: value, sum }] : [];
  });
}

function findingOf(
  different: readonly Difference[],
  units: number,
  label: (name: FigureName) => string,
): ReportFinding {
  const [first] = different as readonly [Difference, ...Difference[]];
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
