import { useState } from "preact/hooks";
import { type Filters, inFamily, ofOneFamily, queryOf, SUM_FILTERS } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { formatted } from "../format.ts";
import { Choosing } from "../list/choosing.tsx";
import { ListDownloads } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { SumTable } from "./sum-table.tsx";
import { SummaryTable } from "./summary-table.tsx";
import { askSums, type FamilySums, hasGap } from "./sums.ts";

function completeness(sums: readonly FamilySums[]): string {
  const figures = sums.flatMap(({ summary }) => Object.values(summary.figures));
  if (figures.length === 0) return "还没有可合计的数字。";
  const gaps = figures.filter(hasGap).length;
  if (gaps === 0) return "每份报告的每个数字都已计入。";
  return `有${gaps}项指标不完整：缺少或待核对的数字没有计入，份数一并列出。`;
}

/** Which reports are in the sums, by their verdicts: what must be sent back is added up, too. */
function whatIsIn(sums: readonly FamilySums[]): string {
  const countOf = (status: "valid" | "invalid" | "needs-review") =>
    sums.reduce((count, { summary }) => count + (summary.statuses[status] ?? 0), 0);
  return `计入合格${formatted(countOf("valid"))}份、有误须退回${formatted(countOf("invalid"))}份、需人工核对${formatted(countOf("needs-review"))}份（其中待核对的数字不计）。`;
}

function Sums({ filters, sums }: { readonly filters: Filters; readonly sums: readonly FamilySums[] }) {
  const [all, setAll] = useState(false);
  const place = filters.division === "" ? "全部行政区划" : filters.division;
  const year = filters.year === "" ? "各年度" : `${filters.year}年`;
  return (
    <section id="sums" aria-label="合计">
      <h2>
        合计
        <small id="sums-of">
          {place}，{year}
        </small>
      </h2>
      <p>{whatIsIn(sums)}</p>
      {filters.year === "" && <p class="partial">这里把各年度加在一起；要一年的合计，请先选年度。</p>}
      <p id="complete" class={sums.every(({ summary }) => summary.complete) ? "" : "partial"}>
        {completeness(sums)}
      </p>
      <SumTable sums={sums} all={all} filters={filters} />
      <p>
        <label>
          <input type="checkbox" id="zeros" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          显示全部指标（含各类申请人和零）
        </label>
      </p>
    </section>
  );
}

/** The figures of the current reports added up, each family's apart. */
export function SumsView({ filters }: { readonly filters: Filters }) {
  const { answer, trouble } = useAnswer(queryOf(filters, [...SUM_FILTERS, "profile"]), () => askSums(filters));
  const own = ofOneFamily(filters);
  return (
    <>
      <Choosing filters={filters}>
        <ListDownloads
          list="figures"
          query={queryOf(own, [...SUM_FILTERS, "profile"])}
          words={inFamily(own, "全部数字")}
        />
      </Choosing>
      <Trouble message={trouble} />
      {/^\d+$/u.test(filters.year) && <SummaryTable key={`${own.profile} ${own.year}`} filters={own} />}
      {answer !== null && <Sums filters={filters} sums={answer} />}
    </>
  );
}
