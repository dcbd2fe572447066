import { addressOf, type Filters } from "../address.ts";
import { formatted } from "../format.ts";
import { WORDS } from "../words.ts";
import type { StatusCounts } from "./counts.ts";
import { HiddenFiles } from "./hidden-files.tsx";

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

interface StatusCardsProps {
  readonly counts: StatusCounts;
  /** The status whose reports are shown, "" for all; null where none are. */
  readonly shown: string | null;
  readonly filters: Filters;
}

/** How many of the reports that are asked for have each status; each leads to its reports. */
export function StatusCards({ counts: { statuses, hidden, atLeast }, shown, filters }: StatusCardsProps) {
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
      <HiddenFiles count={hidden} filters={filters} />
    </>
  );
}
