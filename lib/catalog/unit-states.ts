import pLimit from "p-limit";
import type { SentBack, UnitRecord } from "../roster/state.ts";
import type { Profiles } from "./profiles.ts";
import { type RosterYear, rosterPartition } from "./rosters.ts";
import { catalogReport, ownerSlot, reportKey, slotKey } from "./slots.ts";
import { collect, type Item, ifVersion, type Key, type Table } from "./table.ts";

/**
 * What the overview of a roster shows of each unit, gathered into a few items so that all of them are read at once. As
 * the totals: an item is computed from the units' slots and written only if nobody wrote it since its version was read;
 * whoever changes a slot computes it afterwards.
 */

const SHARDS = 64;
const AT_A_TIME = 8;
const shardOf = (unit: string): number => Number.parseInt(unit.slice(0, 2), 16) % SHARDS;
const stateKey = (of: RosterYear, shard: number): Key => ({
  pk: rosterPartition(of),
  sk: `STATE#${String(shard).padStart(2, "0")}`,
});
const SENT = "SENT#";
/** What was sent back to a unit, or to an office outside the roster. */
export const sentKey = (of: RosterYear, unit: string): Key => ({ pk: rosterPartition(of), sk: `${SENT}${unit}` });
/** Ids of the reports of which units and others were told. */
export const reportsSentBack = async (table: Table, of: RosterYear): Promise<ReadonlySet<string>> =>
  new Set(
    (await collect(table.query(rosterPartition(of), SENT))).flatMap(
      ({ sentBack }) => (sentBack as SentBack).report ?? [],
    ),
  );

type Records = Readonly<Record<string, UnitRecord>>;
const recordsIn = (item: Item | null): Records => (item ? (JSON.parse(item.units as string) as Records) : {});
const keyed = (items: readonly Item[]) => {
  const byKey = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  return ({ pk, sk }: Key): Item | null => byKey.get(`${pk} ${sk}`) ?? null;
};

async function recordsOf(table: Table, profiles: Profiles, of: RosterYear, units: readonly string[]): Promise<Records> {
  const slotOfUnit = (unit: string) => slotKey(ownerSlot(unit, String(of.year)));
  const found = keyed(await table.getMany(units.flatMap((unit) => [slotOfUnit(unit), sentKey(of, unit)])));
  const currents = units.flatMap((unit) => (found(slotOfUnit(unit))?.current as string | undefined) ?? []);
  const rows = keyed(await table.getMany(currents.map(reportKey)));
  return Object.fromEntries(
    units.map((unit): [string, UnitRecord] => {
      const [slot, sent] = [found(slotOfUnit(unit)), found(sentKey(of, unit))];
      const current = slot?.current as string | undefined;
      const row = current === undefined ? null : rows(reportKey(current));
      return [
        unit,
        {
          report: row && shown(row, slot, profiles),
          held: (slot?.held as string | undefined) ?? null,
          since: (slot?.since as string | undefined)?.slice(0, 24) ?? null,
          sentBack: (sent?.sentBack as SentBack | undefined) ?? null,
        },
      ];
    }),
  );
}

function shown(row: Item, slot: Item | null, profiles: Profiles): UnitRecord["report"] {
  const { id, status, errors, uncertain, submittedAt } = catalogReport(row, slot, profiles);
  return { id, status, errors, uncertain, submittedAt };
}

/** Brings what is shown of units up to date. Repeatable. */
export async function refreshUnits(
  table: Table,
  profiles: Profiles,
  of: RosterYear,
  units: readonly string[],
): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  const shards = [...new Set(units.map(shardOf))].map((shard) => ({
    key: stateKey(of, shard),
    own: units.filter((unit) => shardOf(unit) === shard),
  }));
  const refresh = async ({ key, own }: (typeof shards)[number]): Promise<void> => {
    for (;;) {
      const item = await table.get(key);
      const version = (item?.version as number | undefined) ?? 0;
      const text = JSON.stringify({ ...recordsIn(item), ...(await recordsOf(table, profiles, of, own)) });
      if (item?.units === text) return;
      if (await table.put({ ...key, units: text, version: version + 1 }, ifVersion(version))) return;
    }
  };
  await Promise.all(shards.map((shard) => limit(refresh, shard)));
}

/** What is shown of every unit that was ever looked at. */
export async function unitRecords(table: Table, of: RosterYear): Promise<Records> {
  const items = await table.getMany(Array.from({ length: SHARDS }, (_, shard) => stateKey(of, shard)));
  return Object.assign({}, ...items.map(recordsIn)) as Records;
}
