import { createHash } from "node:crypto";
import { comparable } from "../profiles/common/wording.ts";
import type { Report, ReportFinding } from "../report/schema.ts";
import type { Summary } from "../report/summary.ts";
import { type Item, indexAttributes, type Key, type ListIndex } from "./table.ts";

/**
 * A slot is an organization's year, for which one report is current. A report that names no organization or no year
 * (and what is no report at all) has a slot of its own, so that it stands in the lists while a submission of it is
 * left.
 */
export interface Slot {
  /** All years of an organization stand in one partition. */
  readonly pk: string;
  readonly year: string;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** Names that differ only in spaces, width or traditional characters are one. */
export const normalizedName = (organization: string): string => comparable(organization);

/** Bodies of one name in two divisions (城关镇人民政府) are two organizations. */
export function slotOf(report: Report): Slot {
  if (report.organization === null || report.year === null)
    return { pk: `ALONE#${report.id}`, year: report.year === null ? "none" : String(report.year) };
  const { name, division } = report.organization;
  return {
    pk: `ORGANIZATION#${digest(`${division?.code ?? ""}\n${normalizedName(name)}`)}`,
    year: String(report.year),
  };
}

export const leafOf = (slot: Slot, division: string | null) => ({
  year: slot.year,
  division: division ?? "none",
  shard: digest(slot.pk).charAt(0),
});

export const slotKey = ({ pk, year }: Slot): Key => ({ pk, sk: `${year}#SLOT` });
export const memberPrefix = ({ year }: Slot): string => `${year}#MEMBER#`;
export const memberKey = (slot: Slot, order: string): Key => ({ pk: slot.pk, sk: `${memberPrefix(slot)}${order}` });
export const claimantPrefix = ({ year }: Slot): string => `${year}#REPORT#`;
/** Marks that a report was ever in the slot, so that its standing can be updated. */
export const claimantKey = (slot: Slot, id: string): Key => ({ pk: slot.pk, sk: `${claimantPrefix(slot)}${id}` });
export const neighbour = ({ pk, year }: Slot, years: 1 | -1): Slot | null =>
  year === "none" || pk.startsWith("ALONE#") ? null : { pk, year: String(Number(year) + years) };

export const reportKey = (id: string): Key => ({ pk: `REPORT#${id}`, sk: "REPORT" });

/** How a report stands: the one that counts, replaced by a newer one, or without a submission. */
export type Standing = "current" | "superseded" | "withdrawn";

/** A report in the catalog, as lists show it. */
export interface CatalogReport extends Summary {
  readonly id: string;
  readonly engineVersion: string;
  readonly standing: Standing;
  /** When the newest submission of it arrived, ISO 8601. */
  readonly submittedAt: string;
  /** The current report of the same organization and year, where this is another. */
  readonly supersededBy: string | null;
  /** Findings against the year before. */
  readonly history: readonly ReportFinding[];
}

const PREFIX_LENGTHS = [0, 2, 4, 6] as const;

/** Partition of a list: current reports and others apart, a partition for each status. */
export const listKey = (current: boolean, prefix: string, status: Report["status"], year: string | null): string =>
  [current ? "current" : "other", prefix, status, ...(year === null ? [] : [year])].join("#");

/** Lists that a report stands in. */
export function listAttributes(
  report: { status: Report["status"]; division: string | null; organization: string | null },
  year: string,
  current: boolean,
) {
  const keys: Partial<Record<ListIndex, string>> = {};
  for (const length of PREFIX_LENGTHS) {
    if (length > 0 && report.division === null) continue;
    const prefix = (report.division ?? "").slice(0, length);
    keys[`any${length}`] = listKey(current, prefix, report.status, null);
    if (year !== "none") keys[`year${length}`] = listKey(current, prefix, report.status, year);
  }
  if (report.organization !== null) keys.organization = organizationKey(current, report.organization);
  return indexAttributes(keys);
}
export const organizationKey = (current: boolean, organization: string): string =>
  `${current ? "current" : "other"}#${digest(normalizedName(organization))}`;

/** What lists show of a stored report and its slot. */
export function catalogReport(row: Item, slot: Item | null): CatalogReport {
  const summary = row.summary as Omit<
    CatalogReport,
    "standing" | "submittedAt" | "supersededBy" | "history" | "engineVersion" | "id"
  >;
  const id = row.pk.slice("REPORT#".length);
  const current = (slot?.current as string | undefined) ?? null;
  return {
    id,
    ...summary,
    engineVersion: row.engineVersion as string,
    standing: row.standing as Standing,
    submittedAt: String(row.order).slice(0, 24),
    supersededBy: current === id ? null : current,
    history: current === id ? ((slot?.history as ReportFinding[] | undefined) ?? []) : [],
  };
}
