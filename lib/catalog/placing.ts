import type { Summary } from "../report/summary.ts";
import type { Unit } from "../roster/roster.ts";
import { compete } from "./competition.ts";
import { catalogKeyOf, type Profiles } from "./profiles.ts";
import { type KnownRoster, namedBy, type Rosters, type RosterYear, unmatchedKey } from "./rosters.ts";
import {
  claimantKey,
  decisionIn,
  idIn,
  memberKey,
  ownerIn,
  ownerSlot,
  reportKey,
  type Slot,
  sameSlot,
  slotIn,
  slotOf,
  summaryIn,
} from "./slots.ts";
import {
  folderOf,
  handedInFor,
  isWithdrawn,
  linkPrefix,
  orderOf,
  placesIn,
  type Submission,
  withdrawalKey,
} from "./submissions.ts";
import { collect, type Item, ifVersion, type Table } from "./table.ts";

/** Which slot a report stands in, and its way from one to another. */

export interface PlacingPorts {
  readonly table: Table;
  readonly profiles: Profiles;
  readonly rosters: Rosters;
  /** What all keys of the bucket begin with, where they do: no folder of an office's. */
  readonly root?: string;
}

/** What is to be looked at again after a report was placed. */
export interface Placed {
  readonly slot: Slot;
  /** Slots that it has left. */
  readonly left: readonly Slot[];
  /** Counts how often it was moved. */
  readonly moves: number;
  /** By which version of which roster; null where it can't be in any. */
  readonly roster: { readonly of: RosterYear; readonly version: number } | null;
}

/** Submissions of a report that were not withdrawn, the earliest first. */
export async function standingSubmissions(table: Table, id: string): Promise<readonly Submission[]> {
  const links = (await collect(table.query(reportKey(id).pk, linkPrefix))).map(
    ({ submission }) => submission as Submission,
  );
  const keys = new Map(links.map(withdrawalKey).map((key) => [`${key.pk} ${key.sk}`, key]));
  const withdrawals = new Map((await table.getMany([...keys.values()])).map((item) => [`${item.pk} ${item.sk}`, item]));
  return links.filter((link) => {
    const { pk, sk } = withdrawalKey(link);
    return !isWithdrawn(link, withdrawals.get(`${pk} ${sk}`) ?? null);
  });
}

/** The roster that a report may be in; null where its year or family can't be told. */
export const rosterYearOf = ({ year, profile }: Pick<Summary, "year" | "profile">, profiles: Profiles) =>
  year === null || profile === null ? null : { year, catalogKey: catalogKeyOf(profiles, profile) };

/** Where a report belongs. */
interface Belonging {
  readonly slot: Slot;
  /** "none" where it was answered to be of none, null where nobody knows or there is no roster. */
  readonly unit: Unit | "none" | null;
  /** Whose it is rests on its name alone, which other offices may have. */
  readonly isBare: boolean;
}

/** The slot of a report that is of no unit of the roster: never a unit's, whatever the report and the unit are called. */
function ownSlot(id: string, row: Item, folder: string, roster: KnownRoster | null, profiles: Profiles): Slot {
  const summary = summaryIn(row, profiles);
  const decision = decisionIn(row);
  const slot = slotOf(id, summary, folder, profiles, decision?.heldFor === "folder" && !decision.replace);
  return roster?.index.unit(ownerIn(slot) ?? "") ? slotOf(id, summary, folder, profiles, true) : slot;
}

/**
 * Where a report belongs: to the unit of a roster that it is of, else to what it says itself.
 * @param folder it was handed in from, as `folderOf` has it
 */
export function belongingOf(row: Item, folder: string, roster: KnownRoster | null, profiles: Profiles): Belonging {
  const id = idIn(row);
  const summary = summaryIn(row, profiles);
  const unit = roster?.index.unitOf(namedBy(id, summary, folder)) ?? null;
  const slot =
    unit === null || unit === "none"
      ? ownSlot(id, row, folder, roster, profiles)
      : ownerSlot(unit.id, String(summary.year));
  const isTold = (unit !== null && unit !== "none") || summary.division !== null || placesIn(folder) !== "";
  return { slot, unit, isBare: !isTold };
}

/**
 * Says which slot a report stands in by all that is known now, and remembers each that it leaves until that is done.
 * Without a submission it stays where it was. Repeatable.
 */
export async function place(ports: PlacingPorts, id: string): Promise<Placed | null> {
  const { table, profiles, rosters, root = "" } = ports;
  for (;;) {
    const row = await table.get(reportKey(id));
    if (!row) return null;
    const moves = (row.moves as number | undefined) ?? 0;
    const summary = summaryIn(row, profiles);
    const of = rosterYearOf(summary, profiles);
    const roster = of && (await rosters.load(of));
    const by = of && roster && { of, version: roster.version };
    const [earliest] = await standingSubmissions(table, id);
    const [before, known] = [slotIn(row), leavingIn(row)];
    if (!earliest) return { slot: before, left: known, moves, roster: by };
    const folder = folderOf(earliest, root);
    const caller = handedInFor(earliest, root) ?? undefined;
    const { slot, unit, isBare } = belongingOf(row, folder, roster, profiles);
    const isMoved = !sameSlot(slot, before);
    const left = isMoved ? [...known.filter((each) => !sameSlot(each, slot)), before] : known;
    const isChanged = isMoved || row.folder !== folder || row.bare !== isBare || row.handedInFor !== caller;
    if (isChanged) {
      const changes = {
        folder,
        bare: isBare,
        handedInFor: caller,
        moves: moves + 1,
        ...(isMoved && { slot, leaving: left, slotVersion: undefined }),
      };
      if (!(await table.update(reportKey(id), changes, ifVersion(moves, "moves")))) continue;
    }
    if (of && roster && roster.version > 0) {
      if (unit === null) await table.put({ ...unmatchedKey(of, id) });
      else await table.delete(unmatchedKey(of, id));
    }
    return { slot, left, moves: isChanged ? moves + 1 : moves, roster: by };
  }
}

/** Takes a report's submissions from the slots that it has left to the one it stands in. Repeatable. */
export async function moveMembers(table: Table, id: string, { slot, left }: Placed): Promise<void> {
  if (left.length === 0) return;
  for (const link of await collect(table.query(reportKey(id).pk, linkPrefix))) {
    const submission = link.submission as Submission;
    await compete(table, slot, id, orderOf(submission), submission);
    for (const each of left) await table.delete(memberKey(each, orderOf(submission)));
  }
  for (const each of left) await table.delete(claimantKey(each, id));
}

/** Forgets the slots that were left, once all is done there; whoever moved the report meanwhile does so himself. */
export async function forgetLeft(table: Table, id: string, { left, moves }: Placed): Promise<void> {
  if (left.length > 0) await table.update(reportKey(id), { leaving: undefined }, ifVersion(moves, "moves"));
}

/** Version 0.1.0 remembered one. */
function leavingIn({ leaving }: Item): readonly Slot[] {
  if (leaving === undefined) return [];
  return Array.isArray(leaving) ? (leaving as Slot[]) : [leaving as Slot];
}
