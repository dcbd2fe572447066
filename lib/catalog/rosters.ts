import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { type RosterIndex, rosterIndex } from "../roster/match.ts";
import { renamedUnits } from "../roster/renamed-units.ts";
import type { Match, Named, Renaming, Roster, Unit, UnitEntry } from "../roster/roster.ts";
import { idsBefore } from "../roster/same-units.ts";
import { familyKey } from "./profiles.ts";
import { ownerOf } from "./slots.ts";
import { collect, ifVersion, type Key, type Table } from "./table.ts";

/**
 * Rosters in the table, one for each year of a family. The head names its body, so that a new one is there as a whole or
 * not at all; bodies are compressed, since an item holds 400 KB.
 */

/** Which roster. */
export interface RosterYear {
  readonly year: number;
  readonly catalogKey: string;
}

/** A roster as it stands. */
export interface KnownRoster extends Roster {
  /** Counts its changes; 0 where there is none. */
  readonly version: number;
  /** The last version by which every report was placed. */
  readonly applied: number;
  readonly index: RosterIndex;
}

export interface RosterEntries {
  readonly due: string | null;
  /** An entry may say by its id which unit it was; else its names tell. */
  readonly units: readonly (UnitEntry & { readonly id?: string | undefined })[];
}

/** The roster was changed since it was read. */
export class RosterChangedError extends Error {}
/** Two units that nothing tells apart: their names, or one that both have. */
export class SameUnitError extends Error {}
/** More than an item of the table holds. */
export class RosterTooLargeError extends Error {}

export const rosterPartition = ({ year, catalogKey }: RosterYear): string =>
  familyKey(["ROSTER", String(year)], catalogKey);
const headKey = (of: RosterYear): Key => ({ pk: rosterPartition(of), sk: "HEAD" });
const bodyKey = (of: RosterYear, body: string): Key => ({ pk: rosterPartition(of), sk: `BODY#${body}` });

export const UNMATCHED = "UNMATCHED#";
/** Marks a report of which a person is to say whose it is. */
export const unmatchedKey = (of: RosterYear, id: string): Key => ({ pk: rosterPartition(of), sk: `${UNMATCHED}${id}` });
/** Ids of those behind one, by their order; "" for the first. */
export const unmatchedIn = async (table: Table, of: RosterYear, last: string, limit: number): Promise<string[]> =>
  (await table.after(rosterPartition(of), `${UNMATCHED}${last}`, limit))
    .filter(({ sk }) => sk.startsWith(UNMATCHED))
    .map(({ sk }) => sk.slice(UNMATCHED.length));

/** Names every roster that there is. */
const ROSTERS = "ROSTERS";

/** Bytes of a body; an item has room for 400 KB. */
const LARGEST_BODY = 350 * 1024;

const EMPTY: Roster = { due: null, units: [], matches: [] };

export interface Rosters {
  /** The roster as it stands now. */
  readonly load: (of: RosterYear) => Promise<KnownRoster>;
  /** Every roster that there is. */
  readonly all: () => Promise<readonly RosterYear[]>;
  /** Its version, without reading it. */
  readonly versionOf: (of: RosterYear) => Promise<number>;
  /**
   * Puts another roster in its place. Units that were there, or the year before, keep their ids; what was answered about
   * reports stays, and a new year's takes over the year before's.
   * @param version that it replaces
   * @throws RosterChangedError, SameUnitError, RosterTooLargeError
   */
  readonly replace: (of: RosterYear, entries: RosterEntries, version: number) => Promise<void>;
  /** Remembers an answer, in place of an earlier one about the same. @throws RosterTooLargeError */
  readonly remember: (of: RosterYear, match: Match) => Promise<void>;
  /**
   * Ends the question whether a unit is one of the roster before: where it is, it has that one's id and its name among
   * its own.
   * @returns false where nobody is asked about the unit
   * @throws RosterTooLargeError
   */
  readonly answerRenaming: (of: RosterYear, unit: string, isSame: boolean) => Promise<boolean>;
  /** Notes that every report was placed by this version. */
  readonly applied: (of: RosterYear, version: number) => Promise<void>;
}

const sameNamed = (a: Match["named"], b: Match["named"]): boolean =>
  a.organization === null
    ? a.id === b.id
    : a.organization === b.organization && a.division === b.division && a.folder === b.folder;

/**
 * Entries with the ids that they had in rosters before, the nearest first, else those of organizations of their names.
 * @throws SameUnitError
 */
function unitsOf(
  entries: RosterEntries["units"],
  before: readonly Roster["units"][],
  catalogKey: string,
): Roster["units"] {
  const known = idsBefore(entries, before);
  const ids = new Set<string>();
  const places = new Set<string>();
  // Units that were there come first: another that is now called as one of them was is another.
  const sorted = entries.toSorted((a, b) => Number(known.has(b)) - Number(known.has(a)));
  const units = new Map<UnitEntry, Roster["units"][number]>();
  for (const entry of sorted) {
    const owner = { name: entry.name, division: entry.division, folder: "" };
    const place = ownerOf(owner, catalogKey);
    let id = known.get(entry) ?? place;
    for (let n = 1; !known.has(entry) && ids.has(id); n++)
      id = ownerOf({ ...owner, folder: String(n), apart: true }, catalogKey);
    if (places.has(place) || ids.has(id)) throw new SameUnitError(entry.name);
    places.add(place);
    ids.add(id);
    units.set(entry, { ...entry, id });
  }
  return entries.flatMap((entry) => units.get(entry) ?? []);
}

export const renamingsOf = ({ renamings = [] }: Roster): readonly Renaming[] => renamings;

/** Questions about units of a roster and ones that are not in it, one about each. */
function stillAsked(renamings: readonly Renaming[], units: Roster["units"]): readonly Renaming[] {
  const ids = new Set(units.map(({ id }) => id));
  const asked = new Set<string>();
  return renamings.filter(({ unit, former }) => {
    if (!ids.has(unit) || ids.has(former.id) || asked.has(unit) || asked.has(former.id)) return false;
    asked.add(unit).add(former.id);
    return true;
  });
}

/** A unit as the one that it was, which its reports may still be called as. */
const renamed = (unit: Unit, former: Unit): Unit => ({
  ...unit,
  id: former.id,
  aliases: [...new Set([...unit.aliases, former.name, ...former.aliases])].filter((each) => each !== unit.name),
});

export function openRosters(table: Table): Rosters {
  /** The bodies read last, by partition: a body never changes. */
  const read = new Map<string, { readonly body: string; readonly roster: Roster; readonly index: RosterIndex }>();

  async function load(of: RosterYear): Promise<KnownRoster> {
    for (;;) {
      const head = await table.get(headKey(of));
      if (!head) return { ...EMPTY, version: 0, applied: 0, index: rosterIndex(EMPTY) };
      const { version, applied = 0, body } = head as unknown as { version: number; applied?: number; body: string };
      const known = read.get(rosterPartition(of));
      if (known?.body === body) return { ...known.roster, version, applied, index: known.index };
      const item = await table.get(bodyKey(of, body));
      // Replaced in between.
      if (!item) continue;
      const roster = JSON.parse(gunzipSync(Buffer.from(item.content as string, "base64")).toString()) as Roster;
      read.set(rosterPartition(of), { body, roster, index: rosterIndex(roster) });
    }
  }

  async function write(of: RosterYear, roster: Roster, version: number): Promise<void> {
    const text = JSON.stringify(roster);
    const content = gzipSync(text).toString("base64");
    if (content.length > LARGEST_BODY) throw new RosterTooLargeError();
    // Of this version alone: whoever takes an earlier one away does not take this.
    const body = `${version + 1}#${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
    const before = (await table.get(headKey(of)))?.body as string | undefined;
    await table.put({ ...bodyKey(of, body), content });
    await table.put({ pk: ROSTERS, sk: rosterPartition(of), ...of });
    if (!(await table.update(headKey(of), { version: version + 1, body }, ifVersion(version))))
      throw new RosterChangedError();
    if (before !== undefined) await table.delete(bodyKey(of, before));
  }

  /** Writes the roster as it is after a change, whoever else changes it; false where there is nothing to change. */
  async function change(of: RosterYear, changed: (roster: Roster) => Roster | null): Promise<boolean> {
    for (;;) {
      const { version, due, units, matches, renamings } = await load(of);
      const roster = changed({ due, units, matches, ...(renamings && { renamings }) });
      if (roster === null) return false;
      try {
        await write(of, roster, version);
        return true;
      } catch (error) {
        if (!(error instanceof RosterChangedError)) throw error;
      }
    }
  }

  return {
    load,
    all: async () =>
      (await collect(table.query(ROSTERS))).map((item) => ({
        year: item.year as number,
        catalogKey: item.catalogKey as string,
      })),
    versionOf: async (of) => ((await table.get(headKey(of)))?.version as number | undefined) ?? 0,
    replace: async (of, { due, units: entries }, version) => {
      const [now, yearBefore] = [await load(of), await load({ ...of, year: of.year - 1 })];
      const units = unitsOf(entries, [now.units, yearBefore.units], of.catalogKey);
      // Those of units that are not there tell nothing, and serve where they come back.
      const before = now.version > 0 ? now : yearBefore;
      const renamings = stillAsked([...renamingsOf(now), ...renamedUnits(before.units, units)], units);
      await write(of, { due, units, matches: before.matches, renamings }, version);
    },
    remember: async (of, match) => {
      await change(of, (roster) => {
        const others = roster.matches.filter(({ named }) => !sameNamed(named, match.named));
        return { ...roster, matches: [...others, match] };
      });
    },
    answerRenaming: (of, id, isSame) =>
      change(of, (roster) => {
        const asked = renamingsOf(roster).find(({ unit }) => unit === id);
        if (!asked) return null;
        const units = isSame
          ? roster.units.map((unit) => (unit.id === id ? renamed(unit, asked.former) : unit))
          : roster.units;
        return { ...roster, units, renamings: renamingsOf(roster).filter((each) => each !== asked) };
      }),
    applied: async (of, version) => {
      await table.update(headKey(of), { applied: version }, ifVersion(version));
    },
  };
}

/** Name of a file without its folders. */
export const fileOf = (name: string): string => name.split("/").at(-1) ?? name;

export const namedBy = (
  id: string,
  { organization, division, name }: { organization: string | null; division: { code: string } | null; name: string },
  folder: string,
): Named => ({ id, organization, division: division?.code ?? null, folder, file: fileOf(name) });
