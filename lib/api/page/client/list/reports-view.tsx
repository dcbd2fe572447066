import { type Filters, hasOneFamily, LIST_FILTERS, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { ListDownloads } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Choosing } from "./choosing.tsx";
import { askCounts } from "./counts.ts";
import { ReportList } from "./report-list.tsx";
import { StatusCards } from "./status-cards.tsx";

/** Every report and file, to be found, sorted and opened. */
export function ReportsView({ filters }: { readonly filters: Filters }) {
  const { answer, trouble } = useAnswer(queryOf({ ...filters, status: "" }, LIST_FILTERS), () => askCounts(filters));
  const download = queryOf(filters, LIST_FILTERS);
  return (
    <>
      <Choosing filters={filters} byName>
        <ListDownloads list="problems" query={download} words="问题清单" />
        {hasOneFamily(filters) && <ListDownloads list="figures" query={download} words="全部数字" />}
      </Choosing>
      <Trouble message={trouble} />
      {answer !== null && <StatusCards counts={answer} shown={filters.status} filters={filters} />}
      <ReportList filters={filters} />
    </>
  );
}
