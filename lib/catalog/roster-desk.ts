import pLimit from "p-limit";
import type { Match } from "../roster/roster.ts";
import type { SentBack } from "../roster/state.ts";
import { JUDGED, type Status } from "./figures.ts";
import { belongingOf } from "./placing.ts";
import type { Said } from "./reviews.ts";
import { unreadFiles } from "./roster-overview.ts";
import {
  type KnownRoster,
  namedBy,
  type RosterEntries,
  type RosterYear,
  rosterPartition,
  UNMATCHED,
  unmatchedKey,
} from "./rosters.ts";
import type { Settling, SettlingPorts } from "./settling.ts";
import {
  idIn,
  type ListGroup,
  listedDivision,
  listKey,
  ownerIn,
  ownerSlot,
  reportKey,
  sameSlot,
  slotIn,
  slotKey,
  summaryIn,
} from "./slots.ts";
import { collect, type Item } from "./table.ts";
import { refreshUnits, sentKey } from "./unit-states.ts";
import { isWithin, type Within } from "./within.ts";

/** What people do with a roster. */
export interface RosterDesk {
  /**
   * Puts a roster in the place of its version; `resume` then moves reports to the units that they are of.
   * @throws RosterChangedError, SameUnitError, RosterTooLargeError
   */
  readonly replace: (of: RosterYear, entries: RosterEntries, version: number) => Promise<void>;
  /**
   * Remembers whose a report is; `resume` then moves all that name themselves so.
   * @param unit id; null for none of the roster's
   * @returns false where there is no such report or unit
   */
  readonly match: (of: RosterYear, report: string, unit: string | null, said: Said) => Promise<boolean>;
  /**
   * Says whether a unit is the one of the roster before of which a person is asked; `resume` then moves its reports.
   * @returns false where nobody is asked about it
   * @throws RosterTooLargeError
   */
  readonly answerRenaming: (of: RosterYear, unit: string, isSame: boolean) => Promise<boolean>;
  /**
   * Notes that units were told what is wrong with what they handed in.
   * @returns the units that are not in the roster or handed nothing in; nothing is noted then
   */
  readonly sendBack: (of: RosterYear, units: readonly string[], said: Said) => Promise<readonly string[]>;
  /** Notes the same of every office outside the roster whose report is to be sent back. @param within their divisions */
  readonly sendBackOthers: (of: RosterYear, said: Said, within: Within) => Promise<void>;
  /** Does what follows from changes of the roster, as far as it was not done. Repeatable. */
  readonly resume: (of: RosterYear) => Promise<void>;
  /** The same for every roster, where a process may have ended too early. */
  readonly resumeAll: () => Promise<void>;
}

const PAGE = 200;
/** Reports moved at a time: more would only wait for connections. */
const AT_A_TIME = 8;

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: its operations share the ports
export function openRosterDesk(ports: SettlingPorts, { settleReport }: Settling): RosterDesk {
  const { table, profiles, rosters } = ports;
  const limit = pLimit(AT_A_TIME);

  /** Reports of the family and year: every one, or those of some standings and statuses. */
  async function* reportsOf(
    { year, catalogKey }: RosterYear,
    groups: readonly ListGroup[] = ["current", "held", "other"],
    statuses: readonly Status[] = JUDGED,
  ): AsyncGenerator<readonly Item[]> {
    for (const group of groups) {
      for (const status of statuses) {
        const key = listKey(group, "", status, String(year), catalogKey);
        for (let before: string | null = null; ; ) {
          const found = await table.newest("year0", key, before, PAGE);
          yield await table.getMany(found.map(({ pk, sk }) => ({ pk, sk })));
          before = found.at(-1)?.order ?? null;
          if (found.length < PAGE) break;
        }
      }
    }
  }

  /**
   * Moves what the roster says is elsewhere, and notes of what it can't say whose it is.
   * @returns how many were moved
   */
  async function moveReports(of: RosterYear, roster: KnownRoster): Promise<number> {
    let moved = 0;
    const move = async (id: string): Promise<void> => {
      moved += 1;
      await settleReport(id, null);
    };
    const marked = new Set((await collect(table.query(rosterPartition(of), UNMATCHED))).map(({ sk }) => sk));
    for await (const rows of reportsOf(of)) {
      await Promise.all(
        rows.map((row) =>
          limit(async () => {
            if (row.standing === "withdrawn") return;
            const id = idIn(row);
            const mark = unmatchedKey(of, id);
            // A row of an earlier version does not say where it came from.
            if (typeof row.folder !== "string") return move(id);
            const { slot, unit, isBare } = belongingOf(row, row.folder, roster, profiles);
            const isPlaced = sameSlot(slot, slotIn(row)) && row.bare === isBare && row.leaving === undefined;
            if (!isPlaced) return move(id);
            if (unit === null && !marked.has(mark.sk)) await table.put({ ...mark });
            if (unit !== null && marked.has(mark.sk)) await table.delete(mark);
          }),
        ),
      );
    }
    return moved;
  }

  const running = new Map<string, Promise<void>>();
  /** Once at a time in this process; others see what was done before they began. */
  function resume(of: RosterYear): Promise<void> {
    const key = rosterPartition(of);
    const done = running.get(key) ?? settleAll(of).finally(() => running.delete(key));
    running.set(key, done);
    return done;
  }

  async function settleAll(of: RosterYear): Promise<void> {
    for (;;) {
      const roster = await rosters.load(of);
      if (roster.applied === roster.version) return;
      // What took the place of one that left may have been in a list that was read by then.
      if ((await moveReports(of, roster)) > 0) continue;
      const units = roster.units.map(({ id }) => id);
      await refreshUnits(table, profiles, of, units);
      await rosters.applied(of, roster.version);
    }
  }

  return {
    resume,
    resumeAll: async () => {
      for (const of of await rosters.all()) await resume(of);
    },
    replace: rosters.replace,
    answerRenaming: rosters.answerRenaming,
    match: async (of, report, unit, said) => {
      const [row, roster] = await Promise.all([table.get(reportKey(report)), rosters.load(of)]);
      if (!row || roster.version === 0 || (unit !== null && !roster.index.unit(unit))) return false;
      const folder = (row.folder as string | undefined) ?? "";
      const { file: _, ...named } = namedBy(report, summaryIn(row, profiles), folder);
      const match: Match = { named, unit, ...said };
      await rosters.remember(of, match);
      return true;
    },
    sendBack: async (of, units, said) => {
      const { index } = await rosters.load(of);
      const { ofUnits } = await unreadFiles(ports, of, index, null);
      const slots = await table.getMany(units.map((unit) => slotKey(ownerSlot(unit, String(of.year)))));
      const reports = new Map(slots.map(({ pk, held, current }) => [pk, (held ?? current) as string | undefined]));
      const reportOf = (unit: string) => reports.get(ownerSlot(unit, "").pk) ?? null;
      const unknown = units.filter((unit) => !index.unit(unit) || (reportOf(unit) === null && !ofUnits.has(unit)));
      if (unknown.length > 0) return unknown;
      await Promise.all(
        units.map((unit) =>
          limit(() => {
            const sentBack: SentBack = { ...said, report: reportOf(unit) };
            return table.put({ ...sentKey(of, unit), sentBack });
          }),
        ),
      );
      await refreshUnits(table, profiles, of, units);
      return [];
    },
    sendBackOthers: async (of, said, within) => {
      const { index } = await rosters.load(of);
      for await (const rows of reportsOf(of, ["current"], ["invalid"])) {
        const marks = rows.flatMap((row): Item[] => {
          const owner = ownerIn(slotIn(row));
          if (owner === null || index.unit(owner) || !isWithin(within, listedDivision(row))) return [];
          const sentBack: SentBack = { ...said, report: idIn(row) };
          return [{ ...sentKey(of, owner), sentBack }];
        });
        await table.putMany(marks);
      }
    },
  };
}
