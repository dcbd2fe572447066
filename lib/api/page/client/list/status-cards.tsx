import { addressOf, type Filters, NO_YEAR } from "../address.ts";
import { formatted } from "../format.ts";
import { WORDS } from "../words.ts";
import type { StatusCounts } from "./counts.ts";

type Status = keyof typeof WORDS.statuses;
/** Statuses of what is of no family, and so in no family's list. */
const OF_NONE: readonly Status[] = ["unrecognized", "failed"];

interface CardProps {
  readonly status: Status | "";
  readonly isChosen: boolean;
  readonly filters: Filters;
  readonly count: string;
}

function Card({ status, isChosen, filters, count }: CardProps) {
  const { words, symbol } = status === "" ? { words: "全部文件", symbol: null } : WORDS.statuses[status];
  return (
    <li class={status}>
      <a href={addressOf(["reports"], { ...filters, status })} aria-current={isChosen ? "true" : undefined}>
        <b>{count}</b>
        {symbol !== null && <i aria-hidden="true">{symbol}</i>}
        {words}
      </a>
    </li>
  );
}

/** What no year's list has: files that can't be read or are no report, and reports that don't tell their year. */
function WithoutYear({ count, filters }: { readonly count: number; readonly filters: Filters }) {
  if (count === 0) return null;
  const address = addressOf(["reports"], { ...filters, year: NO_YEAR, division: "", status: "" });
  return (
    <p class="partial">
      另有{formatted(count)}份文件看不出年度，不在上面的数里：<a href={address}>去看看</a>
    </p>
  );
}

interface StatusCardsProps {
  readonly counts: StatusCounts;
  /** The status whose reports are shown, "" for all; null where none are. */
  readonly shown: string | null;
  readonly filters: Filters;
}

/** How many of the reports that are asked for have each status; each leads to its reports. */
export function StatusCards({ counts: { statuses, withoutYear, atLeast }, shown, filters }: StatusCardsProps) {
  const offered = (Object.keys(WORDS.statuses) as Status[]).filter(
    (status) => filters.profile === "" || !OF_NONE.includes(status),
  );
  const countOf = (status: Status) => statuses[status] ?? 0;
  const words = (count: number) => `${formatted(count)}${atLeast ? "+" : ""}`;
  return (
    <>
      <nav aria-label="按结论查看">
        <ul id="statuses">
          <Card
            status=""
            isChosen={shown === ""}
            filters={filters}
            count={words(offered.reduce((sum, status) => sum + countOf(status), 0))}
          />
          {offered.map((status) => (
            <Card
              key={status}
              status={status}
              isChosen={shown === status}
              filters={filters}
              count={words(countOf(status))}
            />
          ))}
        </ul>
      </nav>
      <WithoutYear count={withoutYear} filters={filters} />
    </>
  );
}
