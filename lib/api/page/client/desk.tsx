import { type Filters, queryOf, SUM_FILTERS, useAddress } from "./address.ts";
import { useAnswer } from "./answers.ts";
import { Header } from "./frame/header.tsx";
import { Downloads } from "./list/downloads.tsx";
import { FilterForm } from "./list/filter-form.tsx";
import { ReportList } from "./list/report-list.tsx";
import { StatusCards } from "./list/status-cards.tsx";
import { Trouble } from "./parts/trouble.tsx";
import { ReportView } from "./report/report-view.tsx";
import { askYears } from "./server.ts";
import { DropArea } from "./submit/drop-area.tsx";
import { SentList } from "./submit/sent-list.tsx";
import { askSums } from "./sums/sums.ts";
import { SumsSection } from "./sums/sums-section.tsx";

/** What was handed in: the list, and what it adds up to. */
function Overview({ filters }: { readonly filters: Filters }) {
  const family = queryOf(filters, ["profile"]);
  const years = useAnswer(family, () => askYears(family));
  const sums = useAnswer(queryOf(filters, [...SUM_FILTERS, "profile"]), () => askSums(filters));
  const counts = (sums.answer ?? []).map(({ summary }) => summary.statuses);
  return (
    <>
      <DropArea />
      <SentList />
      <div class="choosing">
        <FilterForm filters={filters} years={years.answer?.years ?? []} />
        <Downloads filters={filters} />
      </div>
      <Trouble message={sums.trouble} />
      <StatusCards counts={counts} chosen={filters.status} profile={filters.profile} />
      <ReportList filters={filters} />
      <SumsSection filters={filters} sums={sums.answer ?? []} />
    </>
  );
}

/** The whole page. */
export function Desk() {
  const { path, filters } = useAddress();
  const [view, id] = path;
  return (
    <main class={view === "reports" && id !== undefined ? "wide" : undefined}>
      <Header />
      {view === "reports" && id !== undefined ? (
        <ReportView key={id} id={id} filters={filters} />
      ) : (
        <Overview filters={filters} />
      )}
    </main>
  );
}
