import type { Queries } from "../catalog/queries.ts";
import type { CatalogReport } from "../catalog/slots.ts";
import { notFound } from "./problem.ts";

/** What the catalog knows of a report. @throws Problem where there is none of that id */
export async function knownReport(queries: Pick<Queries, "report">, id: string): Promise<CatalogReport> {
  const report = /^[0-9a-f]{64}$/u.test(id) ? await queries.report(id) : null;
  if (!report) throw notFound();
  return report;
}
