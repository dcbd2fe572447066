import { createHash } from "node:crypto";
import { comparable } from "../profiles/common/wording.ts";
import type { Report, ReportFinding } from "../report/schema.ts";
import type { Summary } from "../report/summary.ts";
import { catalogKeyOf, familyKey, type Profiles } from "./profiles.ts";
import { linkPrefix, placesIn } from "./submissions.ts";
import { type Item, indexAttributes, type Key, type ListIndex } from "./table.ts";
import { type Leaf, leafIn, NO_YEAR, treeOf } from "./totals.ts";

/**
 * A slot is an organization's year in a family of documents, for which one report is current. A report that names no
 * organization or no year (and what is no report at all) has a slot of its own, so that it stands in the lists while a
 * submission of it is left.
 */
export interface Slot {
  /** All years of an organization stand in one partition, a partition for each family. */
  readonly pk: string;
  readonly year: string;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** Names that differ only in spaces, width or traditional characters are one. */
const normalizedName = (organization: string): string => comparable(organization);

const ORGANIZATION = "ORGANIZATION#";

/** How an organization is called, and where its reports come from. */
interface OwnerName {
  readonly name: string;
  readonly division: string | null;
  readonly folder: string;
  /** Somebody said that it is no other of its name. */
  readonly apart?: boolean;
}

/**
 * What tells an organization from all others in a family, 32 hexadecimal digits. Bodies of one name in two divisions
 * (城关镇人民政府) are two; so are bodies of a bare name, whose division nobody knows, from folders of two places.
 */
export function ownerOf({ name, division, folder, apart = false }: OwnerName, catalogKey: string): string {
  const places = division === null ? placesIn(folder) : "";
  // No catalogKey begins with a stroke: places are none.
  const place = apart ? [`//${folder}`] : places === "" ? [] : [`/${places}`];
  return digest(
    [division ?? "", normalizedName(name), ...(catalogKey === "" ? [] : [catalogKey]), ...place].join("\n"),
  );
}

/** Whether two names are one organization's, as lists of one have it. */
export const sameName = (a: string, b: string): boolean => normalizedName(a) === normalizedName(b);

export const ownerSlot = (owner: string, year: string): Slot => ({ pk: `${ORGANIZATION}${owner}`, year });

/**
 * The slot of a report by what it says itself.
 * @param folder it was handed in from, as `folderOf` has it
 * @param apart whether somebody said that it is no other's of its name
 */
export function slotOf(
  id: string,
  { organization, division, year, profile }: Pick<Summary, "organization" | "division" | "year" | "profile">,
  folder: string,
  profiles: Profiles,
  apart = false,
): Slot {
  if (organization === null || year === null)
    return { pk: `ALONE#${id}`, year: year === null ? NO_YEAR : String(year) };
  const owner = { name: organization, division: division?.code ?? null, folder, apart };
  return ownerSlot(ownerOf(owner, catalogKeyOf(profiles, profile)), String(year));
}

/** Whose a slot is, as `ownerOf` has it; null for the slot of a report alone. */
export const ownerIn = ({ pk }: Slot): string | null =>
  pk.startsWith(ORGANIZATION) ? pk.slice(ORGANIZATION.length) : null;

export const leafOf = (slot: Slot, division: string | null, catalogKey: string): Leaf =>
  leafIn(treeOf(slot.year, catalogKey), division, digest(slot.pk));

export const slotKey = ({ pk, year }: Slot): Key => ({ pk, sk: `${year}#SLOT` });
export const memberPrefix = ({ year }: Slot): string => `${year}#MEMBER#`;
export const memberKey = (slot: Slot, order: string): Key => ({ pk: slot.pk, sk: `${memberPrefix(slot)}${order}` });
export const claimantPrefix = ({ year }: Slot): string => `${year}#REPORT#`;
/** Marks that a report was ever in the slot, so that its standing can be updated. */
export const claimantKey = (slot: Slot, id: string): Key => ({ pk: slot.pk, sk: `${claimantPrefix(slot)}${id}` });
/** The report that a sort key of a slot's partition marks; null where it is another item. */
export const claimantIn = (sk: string): string | null => /^[^#]*#REPORT#([0-9a-f]+)$/u.exec(sk)?.[1] ?? null;
export const neighbour = ({ pk, year }: Slot, years: 1 | -1): Slot | null =>
  year === NO_YEAR || pk.startsWith("ALONE#") ? null : { pk, year: String(Number(year) + years) };

export const reportKey = (id: string): Key => ({ pk: `REPORT#${id}`, sk: "REPORT" });
/** A submission among those of its report. */
export const linkKey = (id: string, order: string): Key => ({ pk: reportKey(id).pk, sk: `${linkPrefix}${order}` });
/** The report of a row. */
export const idIn = (row: Item): string => row.pk.slice("REPORT#".length);
/** What a report adds to totals. */
export const addsKey = (id: string): Key => ({ pk: reportKey(id).pk, sk: "CONTRIBUTION" });
/** What a report's row keeps of it; version 0.1.0 did not say its family. */
type RowSummary = Omit<Summary, "profile"> & Partial<Pick<Summary, "profile">>;
/** What a row says of its report. Rows of version 0.1.0 don't say its family: they were written when there was one. */
export function summaryIn(row: Item, profiles: Profiles): Summary {
  const summary = row.summary as RowSummary;
  return { ...summary, profile: profileIn(summary, profiles) };
}
/**
 * The division below which a report is listed and counted: its own; where none can be told, the one that whoever handed
 * it in is limited to.
 */
export const listedDivision = (row: Item): string | null =>
  (row.summary as RowSummary).division?.code ?? (row.handedInFor as string | undefined) ?? null;
export const decisionIn = (row: Item): Decision | null => (row.decision as Decision | undefined) ?? null;
export const slotIn = (row: Item): Slot => row.slot as Slot;
export const sameSlot = (a: Slot, b: Slot): boolean => a.pk === b.pk && a.year === b.year;

export type HeldFor = "doubt" | "folder";

/**
 * How a report stands: the one that counts; held, since it is newer but should not replace the one that counts before
 * somebody was asked; replaced by a newer one; or without a submission.
 */
export type Standing = "current" | "held" | "superseded" | "withdrawn";

/**
 * Whether a held report is to replace the one that counts, as somebody decided. One that was held for its folder and is
 * not to is another office's, and counts beside.
 */
export interface Decision {
  readonly replace: boolean;
  /** Why it was held. */
  readonly heldFor: HeldFor;
  readonly by: string | null;
  readonly reason: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** A report in the catalog, as lists show it. */
export interface CatalogReport extends Summary {
  readonly id: string;
  readonly engineVersion: string;
  readonly standing: Standing;
  /** When the newest submission of it arrived, ISO 8601. */
  readonly submittedAt: string;
  /** The current report of the same organization, year and family, where it has replaced this. */
  readonly supersededBy: string | null;
  /** Of a held report: the current one that it would replace. */
  readonly awaits: string | null;
  /** Of a current report: the newer one that is held. */
  readonly heldBy: string | null;
  /** Why it is held: figures are in doubt, or a bare name came from another folder and may be another office's. */
  readonly heldFor: HeldFor | null;
  /** What was decided of it when it was held. */
  readonly decision: Decision | null;
  /** Whose it is, the same for all years and spellings; a roster's units have it as their id. Null for nobody's. */
  readonly unit: string | null;
  /** Findings against the year before. */
  readonly history: readonly ReportFinding[];
}

const PREFIX_LENGTHS = [0, 2, 4, 6] as const;

/** Lists keep current and held reports apart from those that were replaced or withdrawn. */
export type ListGroup = "current" | "held" | "other";
export const groupOf = (standing: Standing): ListGroup =>
  standing === "current" || standing === "held" ? standing : "other";

/** Partition of a list: a partition for each group, status and family. */
export const listKey = (
  group: ListGroup,
  prefix: string,
  status: Report["status"],
  year: string | null,
  catalogKey: string,
): string => familyKey([group, prefix, status, ...(year === null ? [] : [year])], catalogKey);

/** Lists that a report stands in. */
export function listAttributes(
  report: { status: Report["status"]; division: string | null; organization: string | null; catalogKey: string },
  year: string,
  group: ListGroup,
) {
  const keys: Partial<Record<ListIndex, string>> = {};
  for (const length of PREFIX_LENGTHS) {
    if (length > 0 && report.division === null) continue;
    const prefix = (report.division ?? "").slice(0, length);
    keys[`any${length}`] = listKey(group, prefix, report.status, null, report.catalogKey);
    keys[`year${length}`] = listKey(group, prefix, report.status, year, report.catalogKey);
  }
  if (report.organization !== null) keys.organization = organizationKey(group, report.organization, report.catalogKey);
  return indexAttributes(keys);
}
export const organizationKey = (group: ListGroup, organization: string, catalogKey: string): string =>
  familyKey([group, digest(normalizedName(organization))], catalogKey);

function profileIn({ profile, status }: RowSummary, profiles: Profiles): string | null {
  if (profile !== undefined) return profile;
  if (status === "unrecognized" || status === "failed") return null;
  return profiles.find(({ catalogKey }) => catalogKey === "")?.id ?? null;
}

/** What lists show of a stored report and its slot. */
export function catalogReport(row: Item, slot: Item | null, profiles: Profiles): CatalogReport {
  const summary = summaryIn(row, profiles);
  const id = idIn(row);
  const current = (slot?.current as string | undefined) ?? null;
  const held = (slot?.held as string | undefined) ?? null;
  return {
    id,
    ...summary,
    engineVersion: row.engineVersion as string,
    standing: row.standing as Standing,
    submittedAt: String(row.order).slice(0, 24),
    supersededBy: current === id || held === id ? null : current,
    awaits: held === id ? current : null,
    heldBy: current === id ? held : null,
    heldFor: held === id ? ((slot?.heldFor as HeldFor | undefined) ?? null) : null,
    decision: decisionIn(row),
    unit: ownerIn(slotIn(row)),
    history: current === id ? ((slot?.history as ReportFinding[] | undefined) ?? []) : [],
  };
}
