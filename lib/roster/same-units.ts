import { comparable } from "../profiles/common/wording.ts";
import type { Unit, UnitEntry } from "./roster.ts";

/**
 * Which units of another roster were units before, so that they keep their ids, and with them their reports of all years,
 * what was answered about them and that they were told to mend: the unit that an entry says it was, one of its name and
 * division, one of its name where either's division is not told, and one that was called as the entry's other name says.
 */

/** Units under a key; only those that nothing else has are told by it. */
function byKey<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T | null> {
  const found = new Map<string, T | null>();
  for (const each of all) found.set(keyOf(each), found.has(keyOf(each)) ? null : each);
  return found;
}

const nameOf = ({ name }: UnitEntry): string => comparable(name);
const placeOf = (unit: UnitEntry): string => `${unit.division ?? ""}\n${nameOf(unit)}`;

/** Ways to tell the unit that an entry was, the surest first; each looks at units and entries that are left. */
const WAYS: readonly ((left: readonly Unit[], entries: readonly UnitEntry[]) => (entry: UnitEntry) => Unit | null)[] = [
  (left) => {
    const units = byKey(left, placeOf);
    return (entry) => units.get(placeOf(entry)) ?? null;
  },
  (left, entries) => {
    const [units, named] = [byKey(left, nameOf), byKey(entries, nameOf)];
    return (entry) => {
      const unit = units.get(nameOf(entry));
      const isTold = unit && named.get(nameOf(entry)) && (unit.division === null || entry.division === null);
      return isTold ? unit : null;
    };
  },
  (left, entries) => {
    const units = byKey(left, nameOf);
    const renamed = byKey(
      entries.flatMap(({ aliases }) => [...new Set(aliases.map(comparable))]),
      (alias) => alias,
    );
    return (entry) => {
      for (const alias of entry.aliases.map(comparable)) {
        const unit = renamed.get(alias) ? units.get(alias) : null;
        if (unit && (unit.division === null || entry.division === null || unit.division === entry.division))
          return unit;
      }
      return null;
    };
  },
];

/**
 * @param entries may say by `id` which unit they were
 * @param known units of rosters before, the nearest first
 * @returns for each entry that was a unit before, its id
 */
export function idsBefore<T extends UnitEntry & { readonly id?: string | undefined }>(
  entries: readonly T[],
  known: readonly (readonly Unit[])[],
): ReadonlyMap<T, string> {
  const all = new Set(known.flat().map(({ id }) => id));
  const ids = new Map<T, string>();
  for (const entry of entries) if (entry.id !== undefined && all.has(entry.id)) ids.set(entry, entry.id);
  for (const units of known) {
    for (const way of WAYS) {
      const taken = new Set(ids.values());
      const open = entries.filter((entry) => !ids.has(entry));
      const unitOf = way(
        units.filter(({ id }) => !taken.has(id)),
        open,
      );
      for (const entry of open) {
        const unit = unitOf(entry);
        if (unit) ids.set(entry, unit.id);
      }
    }
  }
  return ids;
}
