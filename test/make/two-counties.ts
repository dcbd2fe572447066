import { unzipSync } from "fflate";
import type { Submission } from "../../lib/catalog/submissions.ts";
import { handleOf } from "../../lib/catalog/submissions.ts";
import type { Table } from "../../lib/catalog/table.ts";
import type { Document } from "../../lib/document/document.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import type { ObjectStore } from "../../lib/storage/objects.ts";
import { catalogIn, makeNotice, makeReport, moment } from "./catalog.ts";

/**
 * Two counties whose offices, figures and files nobody else has, so that whatever is told of one can be found in an
 * answer by its bytes.
 */

export interface County {
  readonly division: string;
  readonly reports: {
    /** That count, one with an error, and the one of the year before. */
    readonly current: Report;
    readonly faulty: Report;
    readonly early: Report;
    /** In doubt: it waits for a decision against `faulty`. */
    readonly held: Report;
    /** Handed in by a caller who is limited to the county; no report at all. */
    readonly notice: Report;
  };
  /** How the notice was handed in, and under which name. */
  readonly handle: string;
  readonly key: string;
  /** Names of offices and files, and figures, that are the county's alone. */
  readonly marks: readonly string[];
}

const PICTURED = "proactive.fees.amount";

function county(division: string, place: string, figure: number, bucket: string) {
  const of = (organization: string, year: number, more: object = {}): Report => {
    const report = makeReport({ organization, division, year, ...more });
    const source = { ...report.source, shownPages: [2], shownCells: [PICTURED] };
    return { ...report, source } as Report;
  };
  const changes = { "proactive.fees.amount": figure };
  const [bureau, office] = [`${place}教育局`, `${place}林业局`];
  const reports = {
    early: of(bureau, 2023, { changes: { "proactive.fees.amount": figure + 1 } }),
    current: of(bureau, 2024, { changes }),
    faulty: of(office, 2024, { status: "invalid", changes: { "proactive.fees.amount": null } }),
    held: of(office, 2024, { status: "needs-review", variant: "更正", uncertain: ["proactive.fees.amount"] }),
    notice: makeNotice(`${place}会议通知`),
  };
  const submission: Submission = {
    bucket,
    key: `${division}@${place}的人/${place}会议通知.pdf`,
    version: "1",
    at: moment(5),
    sequence: "0",
  };
  return {
    division,
    place,
    reports,
    submission,
    handle: handleOf(submission),
    key: submission.key,
    marks: [place, String(figure)],
  };
}

/** A roster with a unit of each county, and one office that it does not know. */
export const rosterOf = (counties: readonly Pick<County, "division" | "reports">[]) =>
  counties.flatMap(({ division, reports }) =>
    reports.current.organization === null
      ? []
      : [{ name: reports.current.organization?.name ?? "", aliases: [], division, contact: null, counts: true }],
  );

/** @param bucket under which the house knows submissions */
export const twoCounties = (bucket: string) => ({
  own: county("370102", "云泽县", 1_111_111, bucket),
  other: county("370103", "雾隐县", 7_654_321, bucket),
});

const documentOf = ({ place }: { readonly place: string }): Document => ({
  format: "text",
  title: place,
  pages: [],
  blocks: [],
});

/** Puts both counties into a house. */
export const fillWith =
  ({ own, other }: ReturnType<typeof twoCounties>) =>
  async (table: Table, results: ObjectStore): Promise<void> => {
    const catalog = catalogIn(table, results);
    const picture = (of: { readonly place: string }) => new TextEncoder().encode(`${of.place}的图片`);
    for (const each of [own, other]) {
      const { early, current, faulty, held, notice } = each.reports;
      for (const [n, report] of [early, current, faulty, held, notice].entries()) {
        const pictures = {
          cutouts: new Map([[PICTURED, picture(each)]]),
          pages: new Map([[2, picture(each)]]),
        };
        await writeResult(results, report.id, { report, document: documentOf(each), pictures }, picture(each));
        const submission: Submission =
          report === notice
            ? each.submission
            : { bucket: "earlier", key: `${report.source.name}`, version: "1", at: moment(n), sequence: "" };
        await catalog.record(submission, report);
      }
    }
    // What is still being read.
    for (const { submission, division, place } of [own, other])
      await catalog.submit({ ...submission, key: `${division}@${place}的人/${place}补充材料.pdf`, version: "2" });
    const of = { year: 2024, catalogKey: PROFILES[0].catalogKey };
    await catalog.rosters.replace(of, { due: null, units: rosterOf([own, other]) }, 0);
    await catalog.rosters.resume(of);
  };

/** All that stands in an answer, what is compressed in it among it. */
export function textIn(bytes: Uint8Array): string {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return new TextDecoder().decode(bytes);
  return Object.entries(unzipSync(bytes))
    .map(([name, content]) => `${name}\n${textIn(content)}`)
    .join("\n");
}
