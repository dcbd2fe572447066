import { byId } from "./dom.ts";

const NAMES = ["year", "division", "profile", "organization", "status"] as const;
/** What lists of reports are asked by; downloads know only the first three, sums the first two of each family. */
export type FilterName = (typeof NAMES)[number];
export const LIST_FILTERS: readonly FilterName[] = NAMES;
export const DOWNLOAD_FILTERS: readonly FilterName[] = ["year", "division", "profile"];
export const SUM_FILTERS: readonly FilterName[] = ["year", "division"];

export type Filters = Readonly<Record<FilterName, string>>;

const form = byId("filters", HTMLFormElement);

const control = (name: FilterName): HTMLInputElement | HTMLSelectElement =>
  form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;

/** Offered where there are several families. */
const familyControl = form.elements.namedItem("profile") as HTMLSelectElement | null;

/** The family of the page's address, if it is one of those offered. */
function familyIn(id: string): string {
  if (familyControl === null) return "";
  familyControl.value = id;
  return familyControl.value;
}

let filters: Filters = {
  year: "",
  division: "",
  profile: "",
  organization: "",
  status: "",
  ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
};
filters = { ...filters, profile: familyIn(filters.profile) };

/** What is asked for now; "" where everything is. */
export const chosen = (): Filters => filters;

/** The filters that are set, as a query. */
export function queryOf(names: readonly FilterName[], more: Readonly<Record<string, string>> = {}): string {
  const given = names.filter((name) => filters[name] !== "").map((name) => [name, filters[name]] as [string, string]);
  return new URLSearchParams([...given, ...Object.entries(more)]).toString();
}

/** Changes filters, in the form and in the page's address too. */
export function setFilters(change: Partial<Filters>): void {
  filters = { ...filters, ...change };
  control("division").value = filters.division;
  control("organization").value = filters.organization;
  history.replaceState(null, "", `#${queryOf(LIST_FILTERS)}`);
}

/** Offers these years, the latest first, and the one that is chosen. */
export function showYears(years: readonly number[]): void {
  const { year } = filters;
  const offered = [...new Set([...years.map(String), ...(year === "" ? [] : [year])])].sort().reverse();
  control("year").replaceChildren(new Option("全部年度", ""), ...offered.map((each) => new Option(`${each}年`, each)));
  control("year").value = year;
}

/** Calls with what the form says whenever somebody has changed it. */
export function onFiltersChanged(listener: (change: Partial<Filters>) => void): void {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    if (!form.checkValidity()) return;
    listener({
      year: control("year").value,
      division: control("division").value.trim(),
      profile: familyControl?.value ?? "",
      organization: control("organization").value.trim(),
    });
  });
}
