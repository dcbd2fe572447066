import { followed, useFollowed } from "./followed.ts";
import { WORDS } from "./words.ts";

/**
 * Where on the page one is, in the page's address: `#/reports?year=2024`, so that it can be kept, sent and gone back to.
 */

/** What the API's lists are asked by; `year` may be "none", for files whose year can't be told. */
const ASKED = ["year", "division", "profile", "search", "unit", "status"] as const;
/** And what the page does with the answer. */
const FILTERS = [...ASKED, "sort"] as const;
export type FilterName = (typeof FILTERS)[number];
/** What is asked for; "" where everything is. */
export type Filters = Readonly<Record<FilterName, string>>;

/** What lists of reports and what is taken along of them are asked by. */
export const LIST_FILTERS: readonly FilterName[] = ASKED;
/** What sums are asked by, those of each family. */
export const SUM_FILTERS: readonly FilterName[] = ["year", "division"];
export const NO_YEAR = "none";

interface Address {
  /** Parts of the path, none for the beginning. */
  readonly path: readonly string[];
  readonly filters: Filters;
}

function read(): Address {
  const [path = "", query = ""] = location.hash.slice(1).split("?", 2);
  const given = new URLSearchParams(query);
  const profile = given.get("profile") ?? "";
  const filters = Object.fromEntries(FILTERS.map((name) => [name, given.get(name) ?? ""])) as Filters;
  return {
    path: path.split("/").filter((part) => part !== ""),
    filters: { ...filters, profile: WORDS.families.some(({ id }) => id === profile) ? profile : "" },
  };
}

const address = followed(read());
addEventListener("hashchange", () => address.set(read()));

export const useAddress = (): Address => useFollowed(address);

/** The filters that are set, as a query. */
export function queryOf(
  filters: Filters,
  names: readonly FilterName[],
  more: Readonly<Record<string, string>> = {},
): string {
  const given = names.filter((name) => filters[name] !== "").map((name) => [name, filters[name]] as [string, string]);
  return new URLSearchParams([...given, ...Object.entries(more)]).toString();
}

/** The same for tables of figures, which are of one family: the first, as the API has it, where none is chosen. */
export const ofOneFamily = (filters: Filters): Filters => ({
  ...filters,
  profile: filters.profile || (WORDS.families[0]?.id ?? ""),
});

/** The family's name before what it has of its own, where there are several. */
export const inFamily = ({ profile }: Filters, words: string): string =>
  WORDS.families.length > 1 ? `${WORDS.families.find(({ id }) => id === profile)?.name ?? ""}${words}` : words;

/** The address of a place on the page with filters, for a link. */
export function addressOf(path: readonly string[], filters: Filters): string {
  const query = queryOf(filters, FILTERS);
  return `#/${path.join("/")}${query === "" ? "" : `?${query}`}`;
}

/** Asks for something else at the same place. */
export function setFilters(change: Partial<Filters>): void {
  const { path, filters } = address.get();
  history.replaceState(null, "", addressOf(path, { ...filters, ...change }));
  address.set(read());
}
