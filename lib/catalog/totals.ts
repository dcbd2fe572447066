import pLimit from "p-limit";
import type { Contribution } from "../report/collection/contribution.ts";
import { addTotals, storedTotals, type Totals, totalOf } from "./figures.ts";
import { familyKey } from "./profiles.ts";
import { ifVersion, type Key, type Table } from "./table.ts";

/**
 * Totals of a family's year are a tree: the whole country, provinces (2 digits), cities (4), divisions (6), and below
 * each division 16 shards, to which its organizations are spread by hash; below what has no division, 16 to the power
 * of 3, as there may be any number of it. A node is computed from its children and written only if nobody wrote it
 * meanwhile; whoever changes a contribution computes its nodes afterwards, from the shard upwards, and leaves out those
 * that others have computed since. So every change is in every node above it, in whatever order, however often and
 * wherever the steps are repeated, without a transaction.
 */

/** Where a contribution counts. */
export interface Leaf {
  /** The tree: see `treeOf`. */
  readonly year: string;
  /** Six digits, or NO_DIVISION. */
  readonly division: string;
  /** Hexadecimal digits: see `leafIn`. */
  readonly shard: string;
}

/** Nodes computed at a time: more would only wait for connections. */
const AT_A_TIME = 16;

/** In keys, the year of what has none. */
export const NO_YEAR = "none";
/** The root of every tree. */
export const ALL = "all";
const YEARS = "YEARS";

/** The name of a family's tree of a year (`none` where it can't be told); with short keys it is the year alone. */
export const treeOf = (year: string, catalogKey: string): string => familyKey([year], catalogKey);

const NO_DIVISION = "none";
const shardDigits = (division: string): number => (division === NO_DIVISION ? 3 : 1);

/** Where what has this hash counts in a division; null for what has none. */
export function leafIn(year: string, code: string | null, hash: string): Leaf {
  const division = code ?? NO_DIVISION;
  return { year, division, shard: hash.slice(0, shardDigits(division)) };
}

/** Nodes from the root down to the shard. */
function pathOf({ division, shard }: Leaf): readonly string[] {
  const prefixes = division === NO_DIVISION ? [division] : [division.slice(0, 2), division.slice(0, 4), division];
  return [ALL, ...prefixes, ...[...shard].map((_, at) => `${division}/${shard.slice(0, at + 1)}`)];
}

const leafPartition = ({ year, division, shard }: Leaf): string => `LEAF#${year}#${division}#${shard}`;
const childrenOf = (year: string, node: string): string => `TOTALS#${year}#${node}`;
/** Where a slot's contribution stands. */
export const contributionKey = (leaf: Leaf, slot: string) => ({ pk: leafPartition(leaf), sk: slot });
function parentOf(node: string): string {
  if (node === ALL) return "-";
  const [division = "", shard = ""] = node.split("/");
  if (shard.length > 1) return node.slice(0, -1);
  if (shard.length === 1) return division;
  return node === NO_DIVISION || node.length === 2 ? ALL : node.slice(0, -2);
}
/** A node stands among its parent's children. */
const nodeKey = (year: string, node: string): Key => ({ pk: childrenOf(year, parentOf(node)), sk: node });

/**
 * Puts what a slot contributes; null where it has no current report.
 * @param version of the slot: a slower writer with an older one changes nothing
 */
export async function putContribution(
  table: Table,
  leaf: Leaf,
  slot: string,
  contribution: Contribution | null,
  version: number,
): Promise<void> {
  await table.put(
    {
      ...contributionKey(leaf, slot),
      contribution: contribution && JSON.stringify(contribution),
      slotVersion: version,
    },
    {
      expression: "attribute_not_exists(slotVersion) OR slotVersion <= :slotVersion",
      values: { ":slotVersion": version },
    },
  );
}

const parse = <T>(text: unknown): T => JSON.parse(text as string) as T;

interface Computed {
  readonly totals: Totals;
  /** The version of each child that is in them. */
  readonly seen: Readonly<Record<string, number>>;
}

async function computed(table: Table, year: string, node: string): Promise<Computed> {
  const [division = "", shard = ""] = node.split("/");
  const deepest = shardDigits(division);
  const parts: Totals[] = [];
  // Version 0.1.0 had one digit for what has no division, too: what it put there counts where it stands.
  if (shard.length === deepest || shard.length === 1) {
    const contributions: Contribution[] = [];
    for await (const { contribution } of table.query(leafPartition({ year, division, shard }))) {
      if (contribution) contributions.push(parse<Contribution>(contribution));
    }
    parts.push(totalOf(contributions));
  }
  const seen: Record<string, number> = {};
  if (shard.length < deepest) {
    for await (const { sk, totals, version } of table.query(childrenOf(year, node))) {
      parts.push(storedTotals(totals as string));
      seen[sk] = version as number;
    }
  }
  return { totals: addTotals(parts), seen };
}

/**
 * Computes one node from its children. The version is read first: whoever writes in between makes this writer look
 * again.
 * @param changed children that changed, with the version from which on they must be in it; null for contributions
 * @returns the version from which on they are
 */
async function refreshNode(
  table: Table,
  year: string,
  node: string,
  changed: ReadonlyMap<string, number> | null,
): Promise<number> {
  const key = nodeKey(year, node);
  for (;;) {
    const row = await table.get(key);
    if (!row && node === ALL) await table.put({ pk: YEARS, sk: year });
    const version = (row?.version as number | undefined) ?? 0;
    // Of many who come at once, most find that another has looked at the children since.
    const known = (row?.seen ?? {}) as Computed["seen"];
    if (changed && [...changed].every(([child, from]) => (known[child] ?? 0) >= from)) return version;
    const { totals, seen } = await computed(table, year, node);
    const text = JSON.stringify(totals);
    if (row?.totals === text) return version;
    if (await table.put({ ...key, totals: text, seen, version: version + 1 }, ifVersion(version))) return version + 1;
  }
}

/** Brings the nodes above these leaves up to date, each once, children before parents. Repeatable. */
export async function refreshTotals(table: Table, leaves: readonly Leaf[]): Promise<void> {
  const paths = leaves.map((leaf) => ({ year: leaf.year, path: pathOf(leaf) }));
  const limit = pLimit(AT_A_TIME);
  /** Children that changed, by their parents; null where contributions did. */
  const changes = new Map<string, Map<string, number> | null>(
    paths.map(({ year, path }) => [`${year} ${path.at(-1)}`, null]),
  );
  for (let depth = Math.max(...paths.map(({ path }) => path.length)) - 1; depth >= 0; depth--) {
    const nodes = new Map(
      paths.flatMap(({ year, path }) => {
        const node = path[depth];
        return node === undefined ? [] : [[`${year} ${node}`, { year, node }] as const];
      }),
    );
    await Promise.all(
      [...nodes].map(([name, { year, node }]) =>
        limit(async () => {
          const version = await refreshNode(table, year, node, changes.get(name) ?? null);
          const parent = `${year} ${parentOf(node)}`;
          if (changes.get(parent) === null) return;
          changes.set(parent, new Map([...(changes.get(parent) ?? []), [node, version]]));
        }),
      ),
    );
  }
}

/**
 * Gathers the leaves that change while totals are being computed, so that a thousand changes do not compute the country
 * a thousand times.
 * @returns a function whose promise is fulfilled once the leaf is in the totals
 */
export function totalsKeeper(table: Table): (leaves: readonly Leaf[]) => Promise<void> {
  let waiting: { leaves: Leaf[]; done: Promise<void> } | null = null;
  let running: Promise<unknown> = Promise.resolve();
  return (leaves) => {
    if (!waiting) {
      const next = { leaves: [] as Leaf[], done: Promise.resolve() };
      next.done = running.then(() => {
        waiting = null;
        return refreshTotals(table, next.leaves);
      });
      running = next.done.catch(() => {});
      waiting = next;
    }
    waiting.leaves.push(...leaves);
    return waiting.done;
  };
}

/**
 * Totals of a family in one year, of no year, or in each, the latest first.
 * @param nodes division prefixes (2, 4 or 6 digits), none of them in another, or ALL
 */
export async function totalsOf(
  table: Table,
  catalogKey: string,
  nodes: readonly string[],
  year: number | typeof NO_YEAR | null,
): Promise<{ readonly year: number | null; readonly totals: Totals }[]> {
  const trees: string[] = [];
  if (year !== null) trees.push(treeOf(String(year), catalogKey));
  else
    for await (const { sk } of table.query(YEARS)) {
      if (sk === treeOf(yearOf(sk), catalogKey)) trees.push(sk);
    }
  const keys = trees.map((tree) => nodes.map((node) => nodeKey(tree, node)));
  const found = new Map(
    (await table.getMany(keys.flat())).map(({ pk, sk, totals }) => [`${pk} ${sk}`, storedTotals(totals as string)]),
  );
  return trees
    .flatMap((tree, at) => {
      const own = (keys[at] ?? []).map(({ pk, sk }) => found.get(`${pk} ${sk}`)).filter((each) => each !== undefined);
      const of = yearOf(tree);
      return own.length === 0 ? [] : [{ year: of === NO_YEAR ? null : Number(of), totals: addTotals(own) }];
    })
    .sort((a, b) => (b.year ?? 0) - (a.year ?? 0));
}

const yearOf = (tree: string): string => tree.split("#")[0] ?? "";

/** Years that reports are about, the latest first. @param catalogKey of one family; null for any */
export async function yearsKnown(table: Table, catalogKey: string | null): Promise<number[]> {
  const years = new Set<number>();
  for await (const { sk } of table.query(YEARS)) {
    const year = yearOf(sk);
    if (year !== NO_YEAR && (catalogKey === null || sk === treeOf(year, catalogKey))) years.add(Number(year));
  }
  return [...years].toSorted((a, b) => b - a);
}
