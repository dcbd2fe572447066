import type { Condition, Item, Key, Table } from "../../lib/catalog/table.ts";

/**
 * A table in memory that answers as late as DynamoDB would, by a clock of its own: what a partition is asked beyond its
 * capacity is refused and asked again after a growing pause, as the SDK does. Minutes of a thousand writers take seconds.
 */

const MILLISECONDS = { get: 4, put: 6, query: 6 } as const;
const BYTES_PER_MILLISECOND = 64 * 1024;
/** Units that a partition gives in a second: the documented limits of DynamoDB. */
const CAPACITY = { read: 3000, write: 1000 } as const;
const UNIT_BYTES = { read: 4096, write: 1024 } as const;
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 20_000;

/** Time that passes only while everybody waits for it. */
export class Clock {
  now = 0;
  readonly #waiting: { readonly at: number; readonly go: () => void }[] = [];

  wait(milliseconds: number): Promise<void> {
    return new Promise((go) => {
      const at = this.now + milliseconds;
      let place = this.#waiting.length;
      while (place > 0 && (this.#waiting[place - 1] as { at: number }).at < at) place--;
      this.#waiting.splice(place, 0, { at, go });
    });
  }

  /** Lets time pass until `end` milliseconds, or until nobody waits. */
  async run(end = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      // Whatever can go on without waiting does so first.
      await new Promise((next) => setImmediate(next));
      const first = this.#waiting.at(-1);
      if (first === undefined || first.at > end) return;
      this.#waiting.pop();
      this.now = first.at;
      first.go();
    }
  }
}

const bytesOf = (item: unknown): number => Buffer.byteLength(JSON.stringify(item));

/** Whether a condition of the catalog's holds: ANDs of comparisons, and ORs in brackets or alone. */
function holds({ expression, names = {}, values = {} }: Condition, item: Item | undefined): boolean {
  const valueAt = (path: string): unknown =>
    path
      .split(".")
      .map((part) => names[part] ?? part)
      .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], item);
  const one = (text: string): boolean => {
    const call = /^attribute_(not_)?exists\(([^)]+)\)$/u.exec(text);
    if (call) return (valueAt(call[2] as string) === undefined) === (call[1] !== undefined);
    const comparison = /^(\S+) (=|<=) (:\w+)$/u.exec(text);
    if (!comparison) throw new Error(`a condition that the model does not know: ${text}`);
    const [, path, operator, name] = comparison as unknown as [string, string, string, string];
    const [left, right] = [valueAt(path), values[name]] as [number, number];
    return left !== undefined && (operator === "=" ? left === right : left <= right);
  };
  const any = (text: string): boolean => text.split(" OR ").some(one);
  return expression.split(" AND ").every((part) => any(part.replace(/^\((.* OR .*)\)$/u, "$1")));
}

export interface ModelledTable extends Table {
  /** What was used since it was opened. */
  readonly used: { read: number; write: number; refused: number };
}

type Ask = <T>(operation: keyof typeof MILLISECONDS, pk: string, sizeOf: () => number, act: () => T) => Promise<T>;

/** Answers what `act` finds or does, after its time and within what the partition can give. */
function modelledService(clock: Clock, used: ModelledTable["used"], isFree: () => boolean): Ask {
  const spent = new Map<string, { readonly at: number; readonly units: number }>();
  /** Whether a partition has so many units left in this second. */
  function take(kind: keyof typeof CAPACITY, pk: string, units: number): boolean {
    const name = `${kind} ${pk}`;
    const before = spent.get(name) ?? { at: clock.now, units: 0 };
    const left = Math.max(0, before.units - ((clock.now - before.at) / 1000) * CAPACITY[kind]);
    if (left + units > CAPACITY[kind]) return false;
    spent.set(name, { at: clock.now, units: left + units });
    used[kind] += units;
    return true;
  }
  return async (operation, pk, sizeOf, act) => {
    if (isFree()) return act();
    const kind = operation === "put" ? "write" : "read";
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      await clock.wait(MILLISECONDS[operation] / 2);
      const bytes = sizeOf();
      if (take(kind, pk, Math.max(1, Math.ceil(bytes / UNIT_BYTES[kind])))) {
        const answer = act();
        await clock.wait(MILLISECONDS[operation] / 2 + bytes / BYTES_PER_MILLISECOND);
        return answer;
      }
      used.refused++;
      await clock.wait(Math.random() * pause);
    }
  };
}

const asksNoList = (): never => {
  throw new Error("whoever records reports asks no list");
};

/** @param isFree whether it answers at once and without limit just now */
export function modelledTable(clock: Clock, isFree: () => boolean): ModelledTable {
  const partitions = new Map<string, Map<string, Item>>();
  const used = { read: 0, write: 0, refused: 0 };
  const ask = modelledService(clock, used, isFree);

  const at = ({ pk, sk }: Key): Item | undefined => partitions.get(pk)?.get(sk);
  const set = (item: Item): void => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partition.set(item.sk, JSON.parse(JSON.stringify(item)) as Item);
    partitions.set(item.pk, partition);
  };
  const within = (pk: string, isAsked: (sk: string) => boolean): Item[] =>
    [...(partitions.get(pk)?.values() ?? [])].filter(({ sk }) => isAsked(sk)).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const found = (pk: string, items: () => Item[]): Promise<Item[]> =>
    ask("query", pk, () => items().reduce((sum, item) => sum + bytesOf(item), 0), items);
  const write = (item: Item, condition?: Condition): Promise<boolean> =>
    ask(
      "put",
      item.pk,
      () => bytesOf(item),
      () => {
        if (condition && !holds(condition, at(item))) return false;
        set(item);
        return true;
      },
    );
  const get = (key: Key): Promise<Item | null> =>
    ask(
      "get",
      key.pk,
      () => bytesOf(at(key) ?? null),
      () => at(key) ?? null,
    );

  return {
    used,
    get,
    getMany: async (keys) => (await Promise.all(keys.map(get))).filter((item) => item !== null),
    put: write,
    putMany: async (items) => void (await Promise.all(items.map((item) => write(item)))),
    update: (key, attributes, condition) => write({ ...at(key), ...attributes, ...key }, condition),
    delete: ({ pk, sk }) =>
      ask(
        "put",
        pk,
        () => 0,
        () => void partitions.get(pk)?.delete(sk),
      ),
    query: async function* (pk, prefix = "") {
      yield* await found(pk, () => within(pk, (sk) => sk.startsWith(prefix)));
    },
    after: (pk, sk, limit) => found(pk, () => within(pk, (each) => each > sk).slice(0, limit)),
    before: (pk, sk, limit) =>
      found(pk, () =>
        within(pk, (each) => sk === null || each < sk)
          .reverse()
          .slice(0, limit),
      ),
    sifted: asksNoList,
    newest: asksNoList,
  };
}
