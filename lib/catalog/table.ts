/**
 * One table with the operations that the catalog uses: no scans, no transactions, conditions on single items. The port;
 * `dynamo-table.ts` is its adapter.
 */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Key & Record<string, unknown>;

/**
 * Index keys of a report: by division prefix of 0, 2, 4 or 6 digits, over all years (`any`) or one (`year`), and by
 * organization.
 */
export const LISTS = ["any0", "any2", "any4", "any6", "year0", "year2", "year4", "year6", "organization"] as const;
export type ListIndex = (typeof LISTS)[number];
export const hashOf = (index: ListIndex): string => `list_${index}`;
export const indexAttributes = (keys: Partial<Record<ListIndex, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).map(([index, key]) => [hashOf(index as ListIndex), key]));
export const indexKeyOf = (item: Item, index: ListIndex): unknown => item[hashOf(index)];

/** A condition on the item as it stands, with its names and values. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What a condition holds of, among the items that were looked at. */
export interface Sifted {
  readonly items: Item[];
  readonly looked: number;
  /** The sort key of the last of them; null where none is left behind it. */
  readonly reached: string | null;
}

export interface Table {
  /** Consistent. */
  readonly get: (key: Key) => Promise<Item | null>;
  /** Consistent; absent ones are left out, the order is not kept. */
  readonly getMany: (keys: readonly Key[]) => Promise<Item[]>;
  /** False where the condition does not hold. */
  readonly put: (item: Item, condition?: Condition) => Promise<boolean>;
  /** Puts each, whatever stands there; some may be there before others. */
  readonly putMany: (items: readonly Item[]) => Promise<void>;
  /** Sets attributes, removes those that are undefined. False where the condition does not hold. */
  readonly update: (key: Key, attributes: Readonly<Record<string, unknown>>, condition?: Condition) => Promise<boolean>;
  readonly delete: (key: Key) => Promise<void>;
  /** Items of a partition whose sort key begins with `prefix`, in order; consistent. */
  readonly query: (pk: string, prefix?: string) => AsyncIterable<Item>;
  /** The first items of a partition behind a sort key; consistent. */
  readonly after: (pk: string, sk: string, limit: number) => Promise<Item[]>;
  /** The last items of a partition before a sort key (null: of all), the last first; consistent. */
  readonly before: (pk: string, sk: string | null, limit: number) => Promise<Item[]>;
  /** Of these, the ones of which a condition holds; the others are read there and not handed over. */
  readonly sifted: (pk: string, sk: string | null, limit: number, condition: Condition) => Promise<Sifted>;
  /** Keys in an index partition, the highest `order` first, below `before`. */
  readonly newest: (
    index: ListIndex,
    key: string,
    before: string | null,
    limit: number,
  ) => Promise<(Key & { readonly order: string })[]>;
}

/** All that a query finds. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const ifAbsent: Condition = { expression: "attribute_not_exists(pk)" };

/** Holds while nobody else has written the item since it was read with this version (0: absent). */
export const ifVersion = (version: number, attribute = "version"): Condition =>
  version === 0
    ? { expression: "attribute_not_exists(#version)", names: { "#version": attribute } }
    : { expression: "#version = :version", names: { "#version": attribute }, values: { ":version": version } };
