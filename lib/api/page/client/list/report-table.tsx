import type { ReportItem } from "../../../schemas.ts";
import { setFilters } from "../address.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { WORDS } from "../words.ts";

function CountCell({ count, label }: { readonly count: number; readonly label: string }) {
  return (
    <td class={count === 0 ? "n zero" : "n"} data-label={label}>
      {count === 0 ? "—" : count}
    </td>
  );
}

function DivisionCell({ division }: Pick<ReportItem, "division">) {
  if (division === null) return <td class="zero">—</td>;
  return (
    <td>
      <button type="button" title={`只看 ${division.code}`} onClick={() => setFilters({ division: division.code })}>
        {division.name}
      </button>
    </td>
  );
}

function Row({ report }: { readonly report: ReportItem }) {
  const { organization, name, failure, year } = report;
  const status = WORDS.statuses[report.status];
  const beside = failure ?? (organization === null ? null : name);
  return (
    <tr>
      <td>
        <ReportLink id={report.id}>{organization ?? name}</ReportLink>
        {beside !== null && <span class="file">{beside}</span>}
      </td>
      <td class={report.status}>
        <i aria-hidden="true">{status.symbol}</i>
        {status.words}
      </td>
      <td class={year === null ? "n zero" : "n"}>{year ?? "—"}</td>
      <DivisionCell division={report.division} />
      <CountCell count={report.errors} label="错误" />
      <CountCell count={report.uncertain} label="待核对" />
      <CountCell count={report.warnings} label="警告" />
      <CountCell count={report.history.length} label="与上年不符" />
    </tr>
  );
}

const NUMBERS = ["错误", "待核对", "警告", "与上年不符"];

/** The reports, a row each. */
export function ReportTable({ items }: { readonly items: readonly ReportItem[] }) {
  return (
    <Scroll label="报告列表">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">机关与文件</th>
            <th scope="col">结论</th>
            <th scope="col" class="n">
              年度
            </th>
            <th scope="col">行政区划</th>
            {NUMBERS.map((word) => (
              <th key={word} scope="col" class="n">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody id="rows">
          {items.map((report) => (
            <Row key={report.id} report={report} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
