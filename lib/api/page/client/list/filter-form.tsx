import { type FilterName, type Filters, NO_YEAR, setFilters } from "../address.ts";
import { WORDS } from "../words.ts";
import { TypedFilter } from "./typed-filter.tsx";

type Changed = { readonly currentTarget: HTMLInputElement | HTMLSelectElement };

const choose =
  (name: FilterName) =>
  ({ currentTarget: { value } }: Changed): void =>
    setFilters({ [name]: value.trim() });

export function FamilyChoice({ chosen }: { readonly chosen: string }) {
  if (WORDS.families.length === 1) return null;
  return (
    <label>
      文种
      <select name="profile" value={chosen} onChange={choose("profile")}>
        <option value="">全部文种</option>
        {WORDS.families.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface YearProps {
  readonly years: readonly number[];
  readonly chosen: string;
  /** Whether one year is always chosen: rosters are of one. */
  readonly oneOnly?: boolean;
}

/** Offers these years, the latest first, and the one that is chosen. */
export function YearChoice({ years, chosen, oneOnly = false }: YearProps) {
  const asked = chosen === "" || chosen === NO_YEAR ? [] : [chosen];
  // A roster comes before its first report.
  if (oneOnly) asked.push(String(new Date().getFullYear() - 1));
  const offered = [...new Set([...years.map(String), ...asked])].sort().reverse();
  return (
    <label>
      年度
      <select name="year" value={chosen} onChange={choose("year")}>
        {!oneOnly && <option value="">全部年度</option>}
        {offered.map((year) => (
          <option key={year} value={year}>
            {year}年
          </option>
        ))}
        {!oneOnly && <option value={NO_YEAR}>看不出年度的</option>}
      </select>
    </label>
  );
}

const DIVISION = /^(?:(?:\d{2}){1,3})?$/u;
const NO_DIVISION = "代码是2位、4位或6位数字，列表没有变。";

interface FormProps {
  readonly filters: Filters;
  readonly years: readonly number[];
  /** Whether reports can be asked for by name: sums can't. */
  readonly byName: boolean;
}

/** What the reports, numbers and downloads of a view are of. */
export function FilterForm({ filters, years, byName }: FormProps) {
  return (
    <form id="filters" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
      <FamilyChoice chosen={filters.profile} />
      <YearChoice years={years} chosen={filters.year} />
      <TypedFilter
        label="行政区划代码"
        name="division"
        inputmode="numeric"
        maxlength={6}
        placeholder="如 37、370102"
        chosen={filters.division}
        refusal={(text) => (DIVISION.test(text) ? null : NO_DIVISION)}
        onChoose={(division) => setFilters({ division })}
      />
      {byName && (
        <TypedFilter
          label="机关或文件"
          name="search"
          maxlength={100}
          placeholder="名称的一部分，如 教育局"
          chosen={filters.search}
          onChoose={(search) => setFilters({ search })}
        />
      )}
      {byName && filters.unit !== "" && (
        <button type="button" onClick={() => setFilters({ unit: "" })}>
          只看一个单位 ✕
        </button>
      )}
    </form>
  );
}
