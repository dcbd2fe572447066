import { contributionOf } from "../report/collection/contribution.ts";
import type { Report } from "../report/schema.ts";
import { summarize } from "../report/summary.ts";
import { familyOf, type Profiles } from "./profiles.ts";
import { reportKey, type Slot, type Standing, sameSlot, slotIn, slotOf, summaryIn } from "./slots.ts";
import type { Condition, Key, Table } from "./table.ts";

export const contributionKey = (id: string): Key => ({ pk: reportKey(id).pk, sk: "CONTRIBUTION" });

/**
 * Writes a report's row and what it adds to totals; its standing is told by its slot. Repeatable; does nothing where it
 * was done with this engine.
 * @param report as people see it
 * @param reviews how many words of people it is by: a slower writer who knows fewer changes nothing
 * @param order of the submission, for a report that is new
 * @returns which slot it left, where another engine reads another name, year or family
 */
export async function enterReport(
  table: Table,
  profiles: Profiles,
  report: Report,
  reviews: number,
  order: string,
): Promise<Slot | null> {
  const slot = slotOf(report, profiles);
  const row = await table.get(reportKey(report.id));
  // A file that failed for want of time may since have been read by the same engine.
  if (
    row?.engineVersion === report.engineVersion &&
    summaryIn(row, profiles).status === report.status &&
    (row.reviews ?? 0) === reviews
  )
    return (row.leaving as Slot | undefined) ?? null;
  const moved = row && !sameSlot(slotIn(row), slot) ? slotIn(row) : undefined;
  const leaving = moved ?? (row?.leaving as Slot | undefined);
  const contribution = contributionOf(report, familyOf(profiles, report.profile));
  const known: Condition = {
    expression: "attribute_not_exists(reviews) OR reviews <= :reviews",
    values: { ":reviews": reviews },
  };
  await table.put({ ...contributionKey(report.id), contribution: JSON.stringify(contribution), reviews }, known);
  await table.update(
    reportKey(report.id),
    {
      summary: summarize(report),
      engineVersion: report.engineVersion,
      reviews,
      slot,
      leaving,
      ...(!row && { standing: "withdrawn" satisfies Standing, order }),
      ...(moved && { slotVersion: undefined }),
    },
    known,
  );
  return leaving ?? null;
}
