import { comparable } from "../profiles/common/wording.ts";
import type { Renaming, Unit } from "./roster.ts";

/**
 * Which units of a roster may be ones of the roster before under another name, which its sheet did not say: in one
 * division one left and another came, whose names are close or who are the only ones. A person is asked; nothing is
 * taken for one unit by that.
 */

/** What all bodies of a kind are called is no likeness: 民政局 and 财政局. */
const KIND = /(?:人民政府|政府|办事处|委员会|办公室|中心|局|委|办|厅|处|科|镇|乡|街道)$/u;
/** Nor is the division in front of both. */
const DIVISION = /^.*[省市县区旗州盟]/u;
/** Share of the shorter name's characters, in their order, that the other must have. */
const CLOSE = 0.5;

/** Length of the longest text whose characters stand in both, in their order. */
function commonLength(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const character of a) {
    const next = [0];
    for (let at = 0; at < b.length; at++)
      next.push(character === b[at] ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

function likeness(one: string, other: string): number {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared++;
  const [division = ""] = DIVISION.exec(one.slice(0, shared)) ?? [];
  const [a, b] = [one, other].map((name) => {
    const own = name.slice(division.length);
    return own.replace(KIND, "") || own;
  }) as [string, string];
  return commonLength(a, b) / Math.max(1, Math.min(a.length, b.length));
}

/** @returns each pair of one that left and one that came, the likeliest first, none of them twice */
export function renamedUnits(before: readonly Unit[], now: readonly Unit[]): readonly Renaming[] {
  const without = (units: readonly Unit[], others: readonly Unit[]): Unit[] => {
    const ids = new Set(others.map(({ id }) => id));
    return units.filter(({ id }) => !ids.has(id));
  };
  const [left, come] = [without(before, now), without(now, before)];
  const countIn = (units: readonly Unit[], division: string | null): number =>
    units.filter((unit) => unit.division === division).length;
  const pairs = come.flatMap((unit) => {
    const { division } = unit;
    const isOnly = countIn(left, division) === 1 && countIn(come, division) === 1;
    return left
      .filter((each) => each.division === division)
      .map((former) => ({ unit, former, likeness: likeness(comparable(unit.name), comparable(former.name)) }))
      .filter((pair) => isOnly || pair.likeness > CLOSE);
  });
  const taken = new Set<Unit>();
  return pairs
    .toSorted((a, b) => b.likeness - a.likeness)
    .filter(({ unit, former }) => {
      if (taken.has(unit) || taken.has(former)) return false;
      taken.add(unit).add(former);
      return true;
    })
    .map(({ unit, former }) => ({ unit: unit.id, former }));
}
