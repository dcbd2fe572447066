import type { Contribution } from "../report/collection/contribution.ts";
import { catalogKeyOf, type Profiles } from "./profiles.ts";
import {
  addsKey,
  claimantKey,
  claimantPrefix,
  decisionIn,
  groupOf,
  type HeldFor,
  idIn,
  leafOf,
  listAttributes,
  listedDivision,
  memberKey,
  memberPrefix,
  reportKey,
  type Slot,
  type Standing,
  sameSlot,
  slotIn,
  slotKey,
  summaryIn,
} from "./slots.ts";
import { isWithdrawn, type Submission, withdrawalKey } from "./submissions.ts";
import { collect, type Item, ifVersion, indexAttributes, LISTS, type Table } from "./table.ts";
import { type Leaf, putContribution } from "./totals.ts";

/** Which of the reports that were handed in for a slot is its current one. */

/** Takes a report out of every list that it is not put into. */
const NO_LISTS: Readonly<Record<string, undefined>> = Object.fromEntries(
  Object.keys(indexAttributes(Object.fromEntries(LISTS.map((index) => [index, ""])))).map((attribute) => [
    attribute,
    undefined,
  ]),
);

const sameLeaf = (a: Leaf, b: Leaf): boolean => a.year === b.year && a.division === b.division && a.shard === b.shard;

/** Enters a submission among those that compete for the slot, unless its key was emptied since. */
export async function compete(
  table: Table,
  slot: Slot,
  id: string,
  order: string,
  submission: Submission,
): Promise<void> {
  await table.put({ ...claimantKey(slot, id) });
  const member = memberKey(slot, order);
  await table.put({ ...member, report: id });
  // Looked at after the entry is there, as a withdrawal removes entries after it is there: one of the two sees the
  // other.
  if (isWithdrawn(submission, await table.get(withdrawalKey(submission)))) await table.delete(member);
}

/** Who competes for a slot, and who stands there. */
interface Competition {
  /** Submissions that stand, the newest last. */
  readonly members: readonly Item[];
  /** The report that counts. */
  readonly current: string | null;
  /** The newest submission's report, where it does not replace the current one and nobody has decided yet. */
  readonly held: string | null;
  readonly heldFor: HeldFor | null;
  /** Reports that ever stood in the slot and have not left it. */
  readonly rows: readonly Item[];
}

const isDecided = (row: Item, profiles: Profiles): boolean => {
  const { status } = summaryIn(row, profiles);
  return status === "valid" || status === "invalid";
};

/** Why a newer report does not replace the current one by itself; null where it does. */
function reasonToHold(current: Item, newer: Item, profiles: Profiles): HeldFor | null {
  if (isDecided(current, profiles) && !isDecided(newer, profiles)) return "doubt";
  return current.bare === true && newer.bare === true && current.folder !== newer.folder ? "folder" : null;
}

/**
 * The newest submission's report counts, but one with figures in doubt replaces none without, and one of a bare name
 * none from another folder, unless somebody says so.
 * @param members the newest last
 */
function winner(
  members: readonly Item[],
  rows: readonly Item[],
  profiles: Profiles,
): Pick<Competition, "current" | "held" | "heldFor"> {
  const byId = new Map(rows.map((row) => [idIn(row), row]));
  let current: Item | null = null;
  let held: Item | null = null;
  let heldFor: HeldFor | null = null;
  for (const { report } of members) {
    const row = byId.get(report as string);
    if (!row) continue;
    const reason = current === null || row === current ? null : reasonToHold(current, row, profiles);
    const decision = decisionIn(row);
    const isReplacing = reason === null || decision?.replace === true;
    if (isReplacing) current = row;
    held = isReplacing || decision !== null ? null : row;
    heldFor = held && reason;
  }
  return { current: current && idIn(current), held: held && idIn(held), heldFor };
}

async function competitionFor(table: Table, profiles: Profiles, slot: Slot): Promise<Competition> {
  const entries = await collect(table.query(slot.pk, `${slot.year}#`));
  const all = entries.filter(({ sk }) => sk.startsWith(memberPrefix(slot)));
  const claimants = entries
    .filter(({ sk }) => sk.startsWith(claimantPrefix(slot)))
    .map(({ sk }) => sk.slice(claimantPrefix(slot).length));
  const rows = (await table.getMany(claimants.map(reportKey))).filter((each) => sameSlot(slotIn(each), slot));
  // What has left the slot may have been stopped before its entries were taken away.
  const ids = new Set(rows.map(idIn));
  const members = all.filter(({ report }) => ids.has(report as string));
  return { members, ...winner(members, rows, profiles), rows };
}

/**
 * Makes the report that counts the slot's current one, in lists and contributions. Repeatable.
 * @returns the leaves whose totals are to be brought up to date
 */
export async function settle(table: Table, profiles: Profiles, slot: Slot): Promise<readonly Leaf[]> {
  for (;;) {
    const row = await table.get(slotKey(slot));
    const version = (row?.version as number | undefined) ?? 0;
    const competition = await competitionFor(table, profiles, slot);
    const { current, held, heldFor, rows, members } = competition;
    const currentRow = rows.find(({ pk }) => current !== null && pk === reportKey(current).pk);
    const contribution = current === null ? null : await table.get(addsKey(current));
    const leaf = currentRow ? leafOfRow(slot, currentRow, profiles) : null;
    const known = (row?.leaves as Leaf[] | undefined) ?? [];
    const leaves = leaf && !known.some((each) => sameLeaf(each, leaf)) ? [...known, leaf] : known;
    const next = version + 1;
    const state = {
      version: next,
      current: current ?? undefined,
      held: held ?? undefined,
      heldFor: heldFor ?? undefined,
      since: members[0] && orderIn(slot, members[0]),
      leaves,
    };
    if (!(await table.update(slotKey(slot), state, ifVersion(version)))) continue;
    for (const each of leaves) {
      const counts = leaf !== null && sameLeaf(each, leaf) && contribution;
      const value = counts ? (JSON.parse(contribution.contribution as string) as Contribution) : null;
      await putContribution(table, each, `${slot.pk}#${slot.year}`, value, next);
    }
    for (const each of rows) await putStanding(table, profiles, slot, each, competition, next);
    return leaves;
  }
}

const orderIn = (slot: Slot, member: Item): string => member.sk.slice(memberPrefix(slot).length);

function leafOfRow(slot: Slot, row: Item, profiles: Profiles): Leaf {
  const { profile } = summaryIn(row, profiles);
  return leafOf(slot, listedDivision(row), catalogKeyOf(profiles, profile));
}

/**
 * Writes how a report stands and which lists it stands in, unless it left the slot or a newer look at it was faster.
 * @param slotVersion of the look
 */
async function putStanding(
  table: Table,
  profiles: Profiles,
  slot: Slot,
  row: Item,
  { members, current, held }: Competition,
  slotVersion: number,
): Promise<void> {
  const id = idIn(row);
  const own = members.filter(({ report }) => report === id);
  const { status, organization, profile } = summaryIn(row, profiles);
  const standing: Standing =
    id === current ? "current" : id === held ? "held" : own.length > 0 ? "superseded" : "withdrawn";
  const newest = own.at(-1);
  const order = newest ? orderIn(slot, newest) : (row.order as string);
  const listed = {
    status,
    organization,
    division: listedDivision(row),
    catalogKey: catalogKeyOf(profiles, profile),
  };
  await table.update(
    { pk: row.pk, sk: row.sk },
    {
      ...NO_LISTS,
      ...listAttributes(listed, slot.year, groupOf(standing)),
      standing,
      order,
      slotVersion,
    },
    {
      expression:
        "#slot.#pk = :pk AND #slot.#year = :year AND (attribute_not_exists(slotVersion) OR slotVersion <= :next)",
      names: { "#slot": "slot", "#pk": "pk", "#year": "year" },
      values: { ":pk": slot.pk, ":year": slot.year, ":next": slotVersion },
    },
  );
}
