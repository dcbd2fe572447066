import { compete, settle } from "./competition.ts";
import type { CatalogEvent } from "./events.ts";
import { holdAgainstYearBefore } from "./neighbours.ts";
import { forgetLeft, moveMembers, type PlacingPorts, place } from "./placing.ts";
import { type ReadPorts, rowAsReviewed } from "./reviews.ts";
import { neighbour, ownerIn, type Slot } from "./slots.ts";
import { orderOf, type Submission } from "./submissions.ts";
import type { Item } from "./table.ts";
import type { Leaf } from "./totals.ts";
import { refreshUnits } from "./unit-states.ts";

/** Everything that follows where a report comes, goes, moves or is decided of. Repeatable at every step. */
export interface Settling {
  /** Tells again who counts in slots, with their lists, totals, histories and what rosters show of them. */
  readonly follow: (slots: readonly Slot[]) => Promise<void>;
  /**
   * Brings a report to the slot where it belongs by now, and follows there and where it was.
   * @param submission that is to compete there, where one is new
   */
  readonly settleReport: (id: string, submission: Submission | null) => Promise<void>;
}

export interface SettlingPorts extends ReadPorts, PlacingPorts {
  readonly publish: (event: CatalogEvent) => Promise<void>;
  /** Where a report's results are, for events. */
  readonly resultsOf: (id: string) => string;
  /** Brings totals up to date. */
  readonly refreshTotals: (leaves: readonly Leaf[]) => Promise<void>;
}

export function openSettling(ports: SettlingPorts): Settling {
  const { table, profiles, rosters, refreshTotals } = ports;
  const neighbours = { ...ports, report: async (row: Item) => (await rowAsReviewed(ports, row))?.now ?? null };

  async function refreshRosters(slot: Slot): Promise<void> {
    const owner = ownerIn(slot);
    if (owner === null) return;
    for (const { catalogKey } of profiles) {
      const of = { year: Number(slot.year), catalogKey };
      if ((await rosters.load(of)).index.unit(owner)) await refreshUnits(table, profiles, of, [owner]);
    }
  }

  async function follow(slots: readonly Slot[]): Promise<void> {
    const leaves: Leaf[] = [];
    for (const slot of slots) leaves.push(...(await settle(table, profiles, slot)));
    await refreshTotals(leaves);
    for (const slot of slots) {
      await holdAgainstYearBefore(neighbours, slot);
      const next = neighbour(slot, 1);
      if (next) await holdAgainstYearBefore(neighbours, next);
      await refreshRosters(slot);
    }
  }

  async function settleReport(id: string, submission: Submission | null): Promise<void> {
    for (;;) {
      const placed = await place(ports, id);
      if (!placed) return;
      if (submission) await compete(table, placed.slot, id, orderOf(submission), submission);
      await moveMembers(table, id, placed);
      await follow([placed.slot, ...placed.left]);
      await forgetLeft(table, id, placed);
      // Whoever changes a roster moves the reports that are in lists by then; those that come there later look here.
      if (!placed.roster || (await rosters.versionOf(placed.roster.of)) === placed.roster.version) return;
    }
  }

  return { follow, settleReport };
}
