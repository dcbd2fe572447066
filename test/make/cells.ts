/** Cells of tables: any pattern that straight cuts make. */

export interface Field {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/** Cuts a rectangle into cells, straight through, as often as there are numbers. */
export function cut(field: Field, cuts: readonly number[]): Field[] {
  let fields = [field];
  for (const at of cuts) {
    const index = at % fields.length;
    const whole = fields[index] as Field;
    const { row, column, rowSpan, columnSpan } = whole;
    const across = columnSpan > 1 && (rowSpan === 1 || at % 2 === 0);
    if (!across && rowSpan === 1) continue;
    const part = 1 + (at % ((across ? columnSpan : rowSpan) - 1));
    const halves: Field[] = across
      ? [
          { ...whole, columnSpan: part },
          { ...whole, column: column + part, columnSpan: columnSpan - part },
        ]
      : [
          { ...whole, rowSpan: part },
          { ...whole, row: row + part, rowSpan: rowSpan - part },
        ];
    fields = [...fields.slice(0, index), ...halves, ...fields.slice(index + 1)];
  }
  return fields;
}

/** Places of edges, from the sizes between them. */
export function edgesOf(sizes: readonly number[], start: number): number[] {
  const edges = [start];
  for (const size of sizes) edges.push((edges.at(-1) ?? 0) + size);
  return edges;
}
