import { DOWNLOAD_FILTERS, type Filters, queryOf, SUM_FILTERS } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { Download } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { askSums } from "../sums/sums.ts";
import { Choosing } from "./choosing.tsx";
import { ReportList } from "./report-list.tsx";
import { StatusCards } from "./status-cards.tsx";

/** Every report and file, to be found, sorted and opened. */
export function ReportsView({ filters }: { readonly filters: Filters }) {
  const { answer, trouble } = useAnswer(queryOf(filters, [...SUM_FILTERS, "profile"]), () => askSums(filters));
  const download = queryOf(filters, DOWNLOAD_FILTERS);
  return (
    <>
      <Choosing filters={filters}>
        <Download href={`/problems.csv?${download}`} words="下载问题清单" />
        <Download href={`/figures.csv?${download}`} words="下载全部数字" />
      </Choosing>
      <Trouble message={trouble} />
      {answer !== null && (
        <StatusCards shown={filters.status} counts={answer.map(({ summary }) => summary.statuses)} filters={filters} />
      )}
      <ReportList filters={filters} />
    </>
  );
}
