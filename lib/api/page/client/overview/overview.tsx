import { type Filters, queryOf, SUM_FILTERS } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { StatusCards } from "../list/status-cards.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { DropArea } from "../submit/drop-area.tsx";
import { SentList } from "../submit/sent-list.tsx";
import { askSums } from "../sums/sums.ts";

/** Where one's day begins: hand in files, and see how far the year has come. */
export function Overview({ filters }: { readonly filters: Filters }) {
  const { answer, trouble } = useAnswer(queryOf(filters, [...SUM_FILTERS, "profile"]), () => askSums(filters));
  return (
    <>
      <DropArea />
      <SentList />
      <Trouble message={trouble} />
      {answer !== null && (
        <StatusCards shown={null} counts={answer.map(({ summary }) => summary.statuses)} filters={filters} />
      )}
    </>
  );
}
