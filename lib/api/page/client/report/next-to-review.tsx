import { addressOf, type Filters, LIST_FILTERS, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { askReports } from "../server.ts";

interface NextProps {
  readonly id: string;
  readonly filters: Filters;
}

/** On to another report of the list that waits for somebody's look. */
export function NextToReview({ id, filters }: NextProps) {
  const query = queryOf({ ...filters, status: "needs-review" }, LIST_FILTERS);
  const { answer } = useAnswer(`next ${query}`, () => askReports(query, 2));
  const next = answer?.items.find((item) => item.id !== id);
  if (next === undefined) return null;
  return <a href={addressOf(["reports", next.id], filters)}>下一份待核对：{next.organization ?? next.name} →</a>;
}
