import { useState } from "preact/hooks";
import { type Filters, inFamily, ofOneFamily, queryOf, SUM_FILTERS, setFilters } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { formatted } from "../format.ts";
import { Choosing } from "../list/choosing.tsx";
import { ListDownloads } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { WORDS } from "../words.ts";
import { SumTable } from "./sum-table.tsx";
import { SummaryTable } from "./summary-table.tsx";
import { askSums, type FormSums, hasGap, SUMMED } from "./sums.ts";

const gapsIn = (sums: readonly FormSums[]): number =>
  sums.flatMap(({ figures }) => Object.values(figures)).filter(hasGap).length;

function completeness(sums: readonly FormSums[]): string {
  if (sums.length === 0) return "还没有可合计的数字。";
  const gaps = gapsIn(sums);
  if (gaps === 0) return "每份报告的每个数字都已计入。";
  return `有${gaps}项指标不完整：缺少或待核对的数字没有计入，份数一并列出（下面勾选“显示全部指标”可逐项看到）。`;
}

/** Which reports are in the sums, by their verdicts: what must be sent back is added up, too. */
function whatIsIn(sums: readonly FormSums[]): string {
  const counts = SUMMED.map((status) => ({
    words: WORDS.statuses[status].words,
    count: sums.reduce((count, { reports }) => count + (reports.get(status) ?? 0), 0),
  })).filter(({ count }) => count > 0);
  const parts = counts.map(({ words, count }) => `${words}的${formatted(count)}份`);
  return `计入：${parts.length === 0 ? "无" : parts.join("、")}${counts.length > 1 ? "。只要合格的，请在“结论”里选" : ""}。`;
}

const reportsIn = (sums: readonly FormSums[]): number =>
  sums.flatMap(({ reports }) => [...reports.values()]).reduce((sum, count) => sum + count, 0);

function StatusChoice({ chosen }: { readonly chosen: string }) {
  return (
    <label>
      结论
      <select name="status" value={chosen} onChange={(event) => setFilters({ status: event.currentTarget.value })}>
        <option value="">全部</option>
        {SUMMED.map((status) => (
          <option key={status} value={status}>
            {WORDS.statuses[status].words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Sums({ filters, sums }: { readonly filters: Filters; readonly sums: readonly FormSums[] }) {
  const [all, setAll] = useState(false);
  const [wanted, setWanted] = useState("");
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
      <p id="complete" class={gapsIn(sums) === 0 ? "" : "partial"}>
        {completeness(sums)}
      </p>
      <p class="steps">
        <StatusChoice chosen={filters.status} />
        <label>
          找指标
          <input
            type="search"
            value={wanted}
            placeholder="名称的一部分，如 予以公开"
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
      </p>
      <SumTable sums={sums} all={all} wanted={wanted.trim()} filters={filters} />
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
export function SumsView({ filters: given }: { readonly filters: Filters }) {
  const filters = SUMMED.some((status) => status === given.status) ? given : { ...given, status: "" };
  const { answer, trouble } = useAnswer(queryOf(filters, [...SUM_FILTERS, "status", "profile"]), () =>
    askSums(filters),
  );
  const own = ofOneFamily(filters);
  return (
    <>
      <Choosing filters={filters}>
        <ListDownloads
          list="figures"
          query={queryOf(own, [...SUM_FILTERS, "status", "profile"])}
          words={inFamily(own, "全部数字")}
          reports={answer && reportsIn(answer)}
        />
      </Choosing>
      <Trouble message={trouble} />
      {/^\d+$/u.test(filters.year) && <SummaryTable key={`${own.profile} ${own.year}`} filters={own} />}
      {answer !== null && <Sums filters={filters} sums={answer} />}
    </>
  );
}
