import type { FigureName } from "./facts.ts";

/** The three keys of a figure's name. */
export interface NameParts {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** `applications.denied.stateSecret.total` in its three keys; the middle one may have a dot inside. */
export function partsOf(name: FigureName): NameParts {
  const first = name.indexOf(".");
  const last = name.lastIndexOf(".");
  return { table: name.slice(0, first), row: name.slice(first + 1, last), column: name.slice(last + 1) };
}
