import { addressOf, type Filters } from "../address.ts";

/** The desk's places, in the order in which one's work goes. */
const PLACES = [
  ["", "总览"],
  ["reports", "报告"],
  ["problems", "问题"],
  ["sums", "合计"],
] as const;

/** What is chosen goes along from place to place. */
export function Navigation({ place, filters }: { readonly place: string; readonly filters: Filters }) {
  return (
    <nav id="places" aria-label="工作台">
      {PLACES.map(([name, words]) => (
        <a
          key={name}
          href={addressOf(name === "" ? [] : [name], filters)}
          aria-current={name === place ? "page" : undefined}
        >
          {words}
        </a>
      ))}
    </nav>
  );
}
