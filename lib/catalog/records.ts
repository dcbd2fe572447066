import { contributionOf } from "../report/collection/contribution.ts";
import type { Report } from "../report/schema.ts";
import { summarize } from "../report/summary.ts";
import type { PlacingPorts } from "./placing.ts";
import { familyOf } from "./profiles.ts";
import { enterNames } from "./search.ts";
import { addsKey, reportKey, type Standing, slotOf, summaryIn } from "./slots.ts";
import { folderOf, orderOf, type Submission } from "./submissions.ts";
import type { Condition, Item } from "./table.ts";

/**
 * Writes a report's row and what it adds to totals; where it stands is told by `place`, and how by its slot. Repeatable;
 * does nothing where it was done with this engine.
 * @param row the report's, as it is; null where it has none yet
 * @param report as people see it
 * @param reviews how many words of people it is by: a slower writer who knows fewer changes nothing
 * @param submission under which it came; null for a report that has a row
 */
export async function enterReport(
  ports: PlacingPorts,
  row: Item | null,
  report: Report,
  reviews: number,
  submission: Submission | null,
): Promise<void> {
  const { table, profiles, root = "" } = ports;
  // A file that failed for want of time may since have been read by the same engine.
  if (
    row?.engineVersion === report.engineVersion &&
    summaryIn(row, profiles).status === report.status &&
    (row.reviews ?? 0) === reviews
  )
    return;
  const contribution = contributionOf(report, familyOf(profiles, report.profile));
  const known: Condition = {
    expression: "attribute_not_exists(reviews) OR reviews <= :reviews",
    values: { ":reviews": reviews },
  };
  const summary = summarize(report);
  const named = (row?.named ?? row?.order ?? (submission && orderOf(submission))) as string;
  await enterNames(table, reportKey(report.id), named, summary);
  await table.put({ ...addsKey(report.id), contribution: JSON.stringify(contribution), reviews }, known);
  await table.update(
    reportKey(report.id),
    {
      summary,
      engineVersion: report.engineVersion,
      reviews,
      named,
      ...(!row &&
        submission && {
          slot: slotOf(report.id, summary, folderOf(submission, root), profiles),
          standing: "withdrawn" satisfies Standing,
          order: orderOf(submission),
        }),
    },
    known,
  );
}
