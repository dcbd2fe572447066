import { type Filters, setFilters } from "../address.ts";
import { WORDS } from "../words.ts";

type Changed = { readonly currentTarget: HTMLInputElement | HTMLSelectElement };

/** Asks for what the control says, if that can be. */
const choose =
  (name: keyof Filters) =>
  ({ currentTarget: control }: Changed): void => {
    if (control.reportValidity()) setFilters({ [name]: control.value.trim() });
  };

function FamilyChoice({ chosen }: { readonly chosen: string }) {
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

/** Offers these years, the latest first, and the one that is chosen. */
function YearChoice({ years, chosen }: { readonly years: readonly number[]; readonly chosen: string }) {
  const offered = [...new Set([...years.map(String), ...(chosen === "" ? [] : [chosen])])].sort().reverse();
  return (
    <label>
      年度
      <select name="year" value={chosen} onChange={choose("year")}>
        <option value="">全部年度</option>
        {offered.map((year) => (
          <option key={year} value={year}>
            {year}年
          </option>
        ))}
      </select>
    </label>
  );
}

const DIVISION_HELP = "行政区划代码是2位、4位或6位数字，如 37、3701、370102。";

/** What the reports, sums and downloads of the page are of. */
export function FilterForm({ filters, years }: { readonly filters: Filters; readonly years: readonly number[] }) {
  return (
    <form id="filters" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
      <FamilyChoice chosen={filters.profile} />
      <YearChoice years={years} chosen={filters.year} />
      <label>
        行政区划代码
        <input
          name="division"
          inputmode="numeric"
          maxlength={6}
          pattern="(\d{2}){1,3}"
          title={DIVISION_HELP}
          placeholder="如 37、370102"
          autocomplete="off"
          value={filters.division}
          onChange={choose("division")}
        />
      </label>
      <label>
        机关全称
        <input
          name="organization"
          maxlength={200}
          placeholder="须与报告所写一致"
          autocomplete="off"
          value={filters.organization}
          onChange={choose("organization")}
        />
      </label>
    </form>
  );
}
