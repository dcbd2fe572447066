import {
  addSums,
  addTotals,
  enginesIn,
  groupOf,
  ofAnyEngine,
  STATUSES,
  type Status,
  type Sums,
  statusesIn,
} from "./figures.ts";
import { NO_FILTER, type ReportFilter } from "./listing.ts";
import type { Profiles } from "./profiles.ts";
import type { CatalogReport } from "./slots.ts";
import type { Table } from "./table.ts";
import { ALL, NO_YEAR, totalsOf } from "./totals.ts";
import { narrowed, type Within } from "./within.ts";

/** What is added up over reports, and counted by the version of the engine that read them. */

/** What is known of a figure over many reports. */
interface FigureTotal {
  readonly sum: number;
  /** Reports in the sum. */
  readonly counted: number;
  /** Reports left out because the figure could not be read with certainty. */
  readonly uncertain: number;
  /** Reports left out because the cell holds no number. */
  readonly missing: number;
  /** Reports whose printed unit was converted to the form's; absent where there are none. */
  readonly converted?: number;
}

/** Sums of reports of one year, status and form, which are never mixed. */
interface GroupSummary {
  /** Null where it can't be told. */
  readonly year: number | null;
  /** Null for sums that a version kept which did not tell reports apart. */
  readonly status: Status | null;
  /** Version of the form; null where it can't be told. */
  readonly template: string | null;
  readonly reports: number;
  readonly figures: Readonly<Record<string, FigureTotal>>;
  readonly complete: boolean;
}

interface DivisionSummary {
  /** Id of the family. What is of none counts with the first. */
  readonly profile: string;
  readonly year: number | null;
  readonly division: string | null;
  /** Over all groups. */
  readonly figures: Readonly<Record<string, FigureTotal>>;
  readonly groups: readonly GroupSummary[];
  /** No figure of any report had to be left out. */
  readonly complete: boolean;
  readonly statuses: Readonly<Record<Status, number>>;
  /** Current reports of no year, wherever and whatever year is asked for: those that could not be read among them. */
  readonly withoutYear: Readonly<Record<Status, number>>;
  /** Current reports. */
  readonly reports: number;
  /**
   * Names of organizations with a current report, the newest first, at most ORGANIZATIONS. The others are in the list
   * of reports.
   */
  readonly organizations: readonly string[];
}

export interface EngineCount {
  readonly profile: string;
  readonly engineVersion: string | null;
  readonly reports: number;
}

export interface Summaries {
  /** Of one family: figures of different forms are never added up. @throws Error for a family that there is not */
  readonly summary: (year: number | null, division: string | null, profile: string) => Promise<DivisionSummary>;
  /**
   * How many of the reports that count were read by which version of the engine, family by family; what is of none is
   * among those of the first. Null: read by a version that did not say.
   */
  readonly engines: () => Promise<readonly EngineCount[]>;
}

interface SummaryPorts {
  readonly table: Table;
  readonly profiles: Profiles;
  readonly within: Within;
  /** So many reports of a list at most, the newest first. */
  readonly newest: (filter: ReportFilter, most: number) => Promise<readonly CatalogReport[]>;
}

/** More names than a city has bodies would make an answer of megabytes. */
const ORGANIZATIONS = 200;

const formOf = (key: string): Pick<GroupSummary, "status" | "template"> => {
  const { status, template } = groupOf(key);
  return { status, template };
};

const isWhole = (figures: Readonly<Record<string, FigureTotal>>): boolean =>
  Object.values(figures).every(({ uncertain, missing }) => uncertain === 0 && missing === 0);

/** Figures of which there is anything to say, by their names. */
function figureTotals(totals: Sums, names: readonly string[]): Record<string, FigureTotal> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const [counted = 0, uncertain = 0, missing = 0, converted = 0] = [
        totals.counted,
        totals.uncertain,
        totals.missing,
        totals.converted,
      ].map((each) => each[index]);
      if (counted + uncertain + missing === 0) return [];
      return [
        [name, { sum: totals.sum[index] ?? 0, counted, uncertain, missing, ...(converted > 0 && { converted }) }],
      ];
    }),
  );
}

export function openSummaries({ table, profiles, within, newest }: SummaryPorts): Summaries {
  return {
    summary: async (year, division, profile) => {
      const family = profiles.find(({ id }) => id === profile);
      if (!family) throw new Error(`no profile ${profile}`);
      const [years, nowhere, reports] = await Promise.all([
        totalsOf(table, family.catalogKey, narrowed(within, division) ?? [ALL], year),
        totalsOf(table, family.catalogKey, narrowed(within, null) ?? [ALL], NO_YEAR),
        newest({ ...NO_FILTER, year, division, profile: family.id }, ORGANIZATIONS),
      ]);
      const { names } = family.figures;
      const groups = years.flatMap(({ year: of, totals }) =>
        Object.entries(ofAnyEngine(totals))
          .map(([key, sums]) => ({ ...formOf(key), reports: sums.reports, figures: figureTotals(sums, names) }))
          // What is of no family has nothing to add up.
          .filter(({ figures }) => Object.keys(figures).length > 0)
          .map((group): GroupSummary => ({ year: of, ...group, complete: isWhole(group.figures) })),
      );
      const totals = addTotals(years.map((each) => each.totals));
      const figures = figureTotals(addSums(Object.values(totals)), names);
      const statuses = statusesIn(totals);
      return {
        profile: family.id,
        year,
        division,
        figures,
        groups,
        complete: isWhole(figures),
        statuses,
        withoutYear: statusesIn(addTotals(nowhere.map((each) => each.totals))),
        reports: STATUSES.reduce((sum, status) => sum + statuses[status], 0),
        organizations: [...new Set(reports.flatMap(({ organization }) => organization ?? []))],
      };
    },
    engines: async () => {
      const nodes = narrowed(within, null) ?? [ALL];
      const found = await Promise.all(
        profiles.map(async ({ id, catalogKey }) => {
          const all = await Promise.all([
            totalsOf(table, catalogKey, nodes, null),
            totalsOf(table, catalogKey, nodes, NO_YEAR),
          ]);
          const engines = enginesIn(addTotals(all.flat().map(({ totals }) => totals)));
          return [...engines].map(([engineVersion, reports]) => ({ profile: id, engineVersion, reports }));
        }),
      );
      return found.flat();
    },
  };
}
