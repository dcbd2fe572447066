import { difference, outcomeOf, sumOf, ZERO } from "../common/decimal.ts";
import { childrenIn } from "../common/form/names.ts";
import type { Operands } from "./equations.ts";
import { figureName, type TableLook } from "./look.ts";

/**
 * Codes that a table in a picture may print though neither look has them: other tables have them, and what the table
 * prints above them is more than what it prints below. Where that adds up, nothing is wanting.
 */
export function rowsWanting(look: TableLook, looks: ReadonlyMap<string, TableLook>, operand: Operands): string[] {
  const { key, digits } = look.table;
  if (digits === null) return [];
  const isCode = (row: string) => /^\d+$/u.test(row);
  const own = new Set(look.rows);
  const others = [...looks.values()].filter(
    ({ table }) => table.key !== key && String(table.digits) === String(digits),
  );
  const theirs = new Set(others.flatMap(({ rows }) => rows).filter((row) => isCode(row) && !own.has(row)));
  const children = childrenIn(look.rows);
  const addsUp = (parent: string): boolean =>
    [...look.columns].every((column) => {
      const whole = operand(figureName(key, parent, column));
      const parts = (children.get(parent) ?? []).map((row) => operand(figureName(key, row, column)) ?? null);
      const known = parts.filter((part) => part !== null);
      if (whole === null || known.length < parts.length) return false;
      return outcomeOf(difference(sumOf([ZERO, ...known]), whole), "equal") !== "broken";
    });
  const totals = look.rows.filter((row) => !isCode(row));
  const known = new Map<string, boolean>();
  /** Whether the row right above a code that is not printed adds up; all totals, where none of its codes is. */
  const isAccounted = (code: string): boolean => {
    let parent = code.slice(0, -1);
    while (parent !== "" && !own.has(parent)) parent = parent.slice(0, -1);
    const found = known.get(parent) ?? (parent === "" ? totals.length > 0 && totals.every(addsUp) : addsUp(parent));
    known.set(parent, found);
    return found;
  };
  return [...theirs].filter((code) => !isAccounted(code));
}
