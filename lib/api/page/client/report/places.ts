import type { Place } from "../../../../document/document.ts";
import type { FullReport } from "../../../schemas.ts";

/** Where in the original a thing stands that is looked at: a figure, the unit beside one, a row or a table. */

type Shown = NonNullable<FullReport["source"]["shownPlaces"]>[string];

const UNIT = ".unit";
const isOf = (chosen: string) => {
  const figure = chosen.endsWith(UNIT) ? chosen.slice(0, -UNIT.length) : chosen;
  return ([name]: readonly [string, unknown]): boolean => name === figure || name.startsWith(`${figure}.`);
};

/** The cells of it that were found. */
export function figuresIn(
  { figures, blanks }: FullReport,
  chosen: string | null,
): readonly { readonly where: Place }[] {
  if (chosen === null) return [];
  const all: Readonly<Record<string, { readonly where: Place }>> = { ...figures, ...blanks };
  return Object.entries(all)
    .filter(isOf(chosen))
    .map(([, cell]) => cell);
}

/** Where it is on the picture of a page; null where it is on none. */
export function onPicture({ source }: FullReport, chosen: string | null): Shown | null {
  const places = chosen === null ? [] : Object.entries(source.shownPlaces ?? {}).filter(isOf(chosen));
  const own = places.map(([, place]) => place).filter(({ page }) => page === places[0]?.[1].page);
  const [first] = own;
  if (first === undefined) return null;
  const left = Math.min(...own.map(({ box: [x] }) => x));
  const top = Math.min(...own.map(({ box: [, y] }) => y));
  const right = Math.max(...own.map(({ box: [x, , width] }) => x + width));
  const bottom = Math.max(...own.map(({ box: [, y, , height] }) => y + height));
  return { page: first.page, box: [left, top, right - left, bottom - top] };
}
