import type { SummaryAnswer } from "../../../schemas.ts";
import { setFilters } from "../address.ts";
import { formatted } from "../format.ts";
import { WORDS } from "../words.ts";

type Status = keyof typeof WORDS.statuses;
/** Statuses of what is of no family, and so in no family's list. */
const OF_NONE: readonly Status[] = ["unrecognized", "failed"];

interface CardProps {
  readonly status: Status | "";
  readonly chosen: string;
  readonly count: number;
}

function Card({ status, chosen, count }: CardProps) {
  const { words, symbol } = status === "" ? { words: "全部文件", symbol: null } : WORDS.statuses[status];
  return (
    <li class={status}>
      <button type="button" aria-pressed={chosen === status} onClick={() => setFilters({ status })}>
        <b>{formatted(count)}</b>
        {symbol !== null && <i aria-hidden="true">{symbol}</i>}
        {words}
      </button>
    </li>
  );
}

interface StatusCardsProps {
  /** Of each family shown. */
  readonly counts: readonly SummaryAnswer["statuses"][];
  readonly chosen: string;
  readonly profile: string;
}

/** How many reports have each status, over all families shown; a click asks for them. */
export function StatusCards({ counts, chosen, profile }: StatusCardsProps) {
  const statuses = (Object.keys(WORDS.statuses) as Status[]).filter(
    (status) => profile === "" || !OF_NONE.includes(status),
  );
  const countOf = (status: Status) => counts.reduce((sum, each) => sum + (each[status] ?? 0), 0);
  return (
    <nav aria-label="按结论查看">
      <ul id="statuses">
        <Card status="" chosen={chosen} count={statuses.reduce((sum, status) => sum + countOf(status), 0)} />
        {statuses.map((status) => (
          <Card key={status} status={status} chosen={chosen} count={countOf(status)} />
        ))}
      </ul>
    </nav>
  );
}
