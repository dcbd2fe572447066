import pLimit from "p-limit";
import type { Contribution } from "../report/collection/contribution.ts";
import { addTotals, storedTotals, type Totals, totalOf } from "./figures.ts";
import { familyKey } from "./profiles.ts";
import { ifVersion, type Table } from "./table.ts";

/**
 * Totals of a family's year are a tree: the whole country, provinces (2 digits), cities (4), divisions (6), and below
 * each division 16 shards, to which its organizations are spread by hash. A node is computed from its children and
 * written only if nobody wrote it meanwhile; whoever changes a contribution computes its nodes afterwards, from the
 * shard upwards. So every change is in every node above it, in whatever order, however often and wherever the steps are
 * repeated, without a transaction.
 */

/** Where a contribution counts. */
export interface Leaf {
  /** The tree: see `treeOf`. */
  readonly year: string;
  /** Six digits, or `none`. */
  readonly division: string;
  /** One hexadecimal digit. */
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

/** Nodes from the root down to the shard. */
function pathOf({ division, shard }: Leaf): readonly string[] {
  const prefixes = division === "none" ? ["none"] : [division.slice(0, 2), division.slice(0, 4), division];
  return [ALL, ...prefixes, `${division}/${shard}`];
}

const leafPartition = ({ year, division, shard }: Leaf): string => `LEAF#${year}#${division}#${shard}`;
const childrenOf = (year: string, node: string): string => `TOTALS#${year}#${node}`;
/** Where a slot's contribution stands. */
export const contributionKey = (leaf: Leaf, slot: string) => ({ pk: leafPartition(leaf), sk: slot });
/** A node stands among its parent's children. */
function nodeKey(year: string, node: string) {
  const parent =
    node === ALL
      ? "-"
      : node.includes("/")
        ? (node.split("/")[0] ?? "")
        : node === "none" || node.length === 2
          ? ALL
          : node.slice(0, node.length - 2);
  return { pk: childrenOf(year, parent), sk: node };
}

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

async function computed(table: Table, year: string, node: string): Promise<Totals> {
  const [division = "", shard] = node.split("/");
  if (shard !== undefined) {
    const contributions: Contribution[] = [];
    for await (const { contribution } of table.query(leafPartition({ year, division, shard }))) {
      if (contribution) contributions.push(parse<Contribution>(contribution));
    }
    return totalOf(contributions);
  }
  const children: Totals[] = [];
  for await (const { totals } of table.query(childrenOf(year, node))) children.push(storedTotals(totals as string));
  return addTotals(children);
}

/**
 * Computes one node from its children. The version is read first: whoever writes in between makes this writer look
 * again.
 */
async function refreshNode(table: Table, year: string, node: string): Promise<void> {
  const key = nodeKey(year, node);
  for (;;) {
    const row = await table.get(key);
    if (!row && node === ALL) await table.put({ pk: YEARS, sk: year });
    const version = (row?.version as number | undefined) ?? 0;
    const totals = JSON.stringify(await computed(table, year, node));
    if (row?.totals === totals || (await table.put({ ...key, totals, version: version + 1 }, ifVersion(version))))
      return;
  }
}

/** Brings the nodes above these leaves up to date, each once, children before parents. Repeatable. */
export async function refreshTotals(table: Table, leaves: readonly Leaf[]): Promise<void> {
  const paths = leaves.map((leaf) => ({ year: leaf.year, path: pathOf(leaf) }));
  const deepest = Math.max(0, ...paths.map(({ path }) => path.length));
  // Shards first, whatever the length of their path; then level by level.
  for (let fromEnd = 0; fromEnd < deepest; fromEnd++) {
    const nodes = new Map(
      paths.flatMap(({ year, path }) => {
        const level = deepest - 1 - fromEnd;
        const node = fromEnd === 0 ? path.at(-1) : level < path.length - 1 ? path[level] : undefined;
        return node === undefined ? [] : [[`${year} ${node}`, { year, node }] as const];
      }),
    );
    const limit = pLimit(AT_A_TIME);
    await Promise.all([...nodes.values()].map(({ year, node }) => limit(() => refreshNode(table, year, node))));
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
