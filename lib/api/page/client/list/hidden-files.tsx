import { addressOf, type Filters, NO_YEAR } from "../address.ts";
import { formatted } from "../format.ts";

interface HiddenProps {
  readonly count: number;
  readonly filters: Filters;
}

/** What the filters hide, whatever they ask for: files that can't be read or are no report, and reports that don't tell their year. */
export function HiddenFiles({ count, filters: { year, sort } }: HiddenProps) {
  if (count === 0) return null;
  const everything = { division: "", profile: "", search: "", unit: "", status: "" };
  return (
    <p class="partial">
      另有{formatted(count)}份文件{year === "" || year === NO_YEAR ? "没有读成报告" : "看不出年度"}，不在上面的数里：
      <a href={addressOf(["reports"], { ...everything, year: NO_YEAR, sort })}>去看看</a>
    </p>
  );
}
