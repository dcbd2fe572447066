/** A figure that two years have differently; null where one has none. */
export interface Change {
  readonly name: string;
  readonly label: string;
  readonly before: number | null;
  readonly after: number | null;
}

type Tables = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | null>>>>>>;

/** Full names of the figures, with their values. */
const valuesOf = (tables: Tables): Map<string, number | null> =>
  new Map(
    Object.entries(tables).flatMap(([table, rows]) =>
      Object.entries(rows).flatMap(([row, columns]) =>
        Object.entries(columns).map(([column, value]) => [`${table}.${row}.${column}`, value] as const),
      ),
    ),
  );

/** The figures that both years' forms have and that differ, in the order of the form. */
export function changesOf(before: Tables, after: Tables, labelOf: (name: string) => string): Change[] {
  const earlier = valuesOf(before);
  return [...valuesOf(after)].flatMap(([name, value]) => {
    const other = earlier.get(name);
    return other === undefined || other === value ? [] : [{ name, label: labelOf(name), before: other, after: value }];
  });
}
