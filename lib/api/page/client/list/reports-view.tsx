import { type Filters, inFamily, LIST_FILTERS, ofOneFamily, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { ExportButton, ListDownloads } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Choosing } from "./choosing.tsx";
import { askCounts, countIn } from "./counts.ts";
import { ReportList } from "./report-list.tsx";
import { StatusCards } from "./status-cards.tsx";

/** Every report and file, to be found, sorted and opened. */
export function ReportsView({ filters }: { readonly filters: Filters }) {
  const { answer, trouble } = useAnswer(queryOf({ ...filters, status: "" }, LIST_FILTERS), () => askCounts(filters));
  const download = queryOf(filters, LIST_FILTERS);
  const reports = countIn(answer, filters);
  const own = ofOneFamily(filters);
  return (
    <>
      <Choosing filters={filters} byName>
        <ListDownloads list="problems" query={download} words="问题清单" reports={reports} />
        <ListDownloads
          list="figures"
          query={queryOf(own, LIST_FILTERS)}
          words={inFamily(own, "全部数字")}
          reports={reports}
        />
        <ExportButton kind="results.zip" query={download} words="全部处理结果和原件（压缩包）" />
      </Choosing>
      <Trouble message={trouble} />
      {answer !== null && <StatusCards counts={answer} shown={filters.status} filters={filters} />}
      <ReportList filters={filters} />
    </>
  );
}
