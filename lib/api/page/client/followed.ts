import { useEffect, useState } from "preact/hooks";

/** A value that the page shows and that changes by itself. */
interface Followed<Value> {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
  /** Calls with each change; returns what ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function followed<Value>(first: Value): Followed<Value> {
  let now = first;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set: (value) => {
      now = value;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value, for a component that is drawn anew with each change. */
export function useFollowed<Value>(source: Followed<Value>): Value {
  const [value, setValue] = useState(() => source.get());
  useEffect(() => {
    const follow = () => setValue(() => source.get());
    // It may have changed between drawing and now.
    follow();
    return source.subscribe(follow);
  }, [source]);
  return value;
}
