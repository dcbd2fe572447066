import type { SummaryAnswer } from "../../../schemas.ts";
import { addressOf, type Filters } from "../address.ts";
import { formatted } from "../format.ts";
import { WORDS } from "../words.ts";

type Status = keyof typeof WORDS.statuses;
/** Statuses of what is of no family, and so in no family's list. */
const OF_NONE: readonly Status[] = ["unrecognized", "failed"];

interface CardProps {
  readonly status: Status | "";
  readonly isChosen: boolean;
  readonly filters: Filters;
  readonly count: number;
}

function Card({ status, isChosen, filters, count }: CardProps) {
  const { words, symbol } = status === "" ? { words: "全部文件", symbol: null } : WORDS.statuses[status];
  return (
    <li class={status}>
      <a href={addressOf(["reports"], { ...filters, status })} aria-current={isChosen ? "true" : undefined}>
        <b>{formatted(count)}</b>
        {symbol !== null && <i aria-hidden="true">{symbol}</i>}
        {words}
      </a>
    </li>
  );
}

interface StatusCardsProps {
  /** The status whose reports are shown, "" for all; null where none are. */
  readonly shown: string | null;
  /** Of each family shown. */
  readonly counts: readonly SummaryAnswer["statuses"][];
  readonly filters: Filters;
}

/** How many reports have each status, over all families shown; each leads to its reports. */
export function StatusCards({ counts, shown, filters }: StatusCardsProps) {
  const statuses = (Object.keys(WORDS.statuses) as Status[]).filter(
    (status) => filters.profile === "" || !OF_NONE.includes(status),
  );
  const countOf = (status: Status) => counts.reduce((sum, each) => sum + (each[status] ?? 0), 0);
  return (
    <nav aria-label="按结论查看">
      <ul id="statuses">
        <Card
          status=""
          isChosen={shown === ""}
          filters={filters}
          count={statuses.reduce((sum, status) => sum + countOf(status), 0)}
        />
        {statuses.map((status) => (
          <Card key={status} status={status} isChosen={shown === status} filters={filters} count={countOf(status)} />
        ))}
      </ul>
    </nav>
  );
}
