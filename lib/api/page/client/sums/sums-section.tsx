import { useState } from "preact/hooks";
import type { Filters } from "../address.ts";
import { formatted } from "../format.ts";
import { SumTable } from "./sum-table.tsx";
import { type FamilySums, hasGap } from "./sums.ts";

function completeness(sums: readonly FamilySums[]): string {
  const figures = sums.flatMap(({ summary }) => Object.values(summary.figures));
  const gaps = figures.filter(hasGap).length;
  if (gaps === 0) return "每份报告的每个数字都已计入。";
  return `有${gaps}项指标不完整：缺少或待核对的数字没有计入，份数一并列出。`;
}

/** The figures of the current reports added up, each family's apart. */
export function SumsSection({ filters, sums }: { readonly filters: Filters; readonly sums: readonly FamilySums[] }) {
  const [all, setAll] = useState(false);
  if (sums.every(({ summary }) => Object.keys(summary.figures).length === 0)) return null;
  const place = filters.division === "" ? "全部行政区划" : filters.division;
  const year = filters.year === "" ? "各年度" : `${filters.year}年`;
  const reports = sums.reduce((count, { summary }) => count + summary.reports, 0);
  return (
    <section id="sums" aria-label="合计">
      <h2>
        合计
        <small id="sums-of">
          {place}，{year}，{formatted(reports)}份报告
        </small>
      </h2>
      <p id="complete" class={sums.every(({ summary }) => summary.complete) ? "" : "partial"}>
        {completeness(sums)}
      </p>
      <SumTable sums={sums} all={all} />
      <p>
        <label>
          <input type="checkbox" id="zeros" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          显示全部指标（含各类申请人和零）
        </label>
      </p>
    </section>
  );
}
