/** Writes tables as plain text the ways converters and clipboards do, for tests. */

export type Rows = readonly (readonly string[])[];

/** One row a line, cells between pipes, filler for merged cells behind. */
export const pipeTable = (rows: Rows, width: number): string =>
  rows.map((row) => `${row.join(" | ")} |${"|".repeat(width - row.length)}`).join("\n");

/** One row a line, cells between tabs. */
export const tabTable = (rows: Rows): string => rows.map((row) => row.join("\t")).join("\n");

/** One cell a line, each followed by a pipe; a line of pipes behind each row. */
export const pipeCellTable = (rows: Rows): string =>
  rows.map((row) => `${row.map((cell) => `${cell} |`).join("\n")}\n||`).join("\n");

/** One cell a line with a tab in front; an empty line behind each row. */
export const wordTable = (rows: Rows): string =>
  rows.map((row) => `${row.map((cell) => `\t${cell}`).join("\n")}\n`).join("\n");

export const markdownTable = (rows: Rows): string =>
  rows
    .map((row, index) => `| ${row.join(" | ")} |${index === 0 ? `\n|${row.map(() => "---|").join("")}` : ""}`)
    .join("\n");

/** One cell a line, an empty line between. */
export const lineTable = (rows: Rows): string => rows.flat().join("\n\n");

const wide = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character > "\u2e80" || "“”".includes(character) ? 2 : 1), 0);

/** One row a line, columns told by blanks alone: figures left-aligned, or right-aligned as terminals print them. */
export function alignedTable(rows: Rows, right: boolean): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => wide(row[column] ?? ""))) + 3);
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const blanks = " ".repeat((widths[column] ?? 0) - wide(cell));
          return right && column > 0 ? blanks + cell : cell + blanks;
        })
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** Every cell in a box; words broken over two lines where they are longer than `wrap` characters. */
export function boxedTable(rows: Rows, wrap: number): string {
  const lines = (cell: string): string[] =>
    cell.length > wrap && /\p{sc=Han}/u.test(cell) ? [cell.slice(0, wrap), cell.slice(wrap)] : [cell];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.flatMap((row) => lines(row[column] ?? "").map(wide))),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const body = rows.map((row) =>
    Array.from({ length: Math.max(...row.map((cell) => lines(cell).length)) }, (_, line) => {
      const cells = row.map(
        (cell, column) => (lines(cell)[line] ?? "") + " ".repeat((widths[column] ?? 0) - wide(lines(cell)[line] ?? "")),
      );
      return `│${cells.join("│")}│`;
    }).join("\n"),
  );
  return [rule("┌", "┬", "┐"), body.join(`\n${rule("├", "┼", "┤")}\n`), rule("└", "┴", "┘")].join("\n");
}
