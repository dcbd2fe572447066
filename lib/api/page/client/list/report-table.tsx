import type { ReportItem } from "../../../schemas.ts";
import { setFilters } from "../address.ts";
import { dayWords } from "../format.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { WORDS } from "../words.ts";
import { COLUMNS, nextSort, sortIn } from "./sorting.ts";

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
        {report.reviewed && <span class="file">经{report.reviewed.by ?? ""}人工确认</span>}
      </td>
      <td class={year === null ? "n zero" : "n"}>{year ?? "—"}</td>
      <DivisionCell division={report.division} />
      <CountCell count={report.errors} label="错误" />
      <CountCell count={report.uncertain} label="待核对" />
      <CountCell count={report.warnings} label="警告" />
      <CountCell count={report.history.length} label="与上年对照" />
      <td class="n" data-label="提交">
        {dayWords(report.submittedAt)}
      </td>
    </tr>
  );
}

/** A column's head, which sorts by it. */
function Head({ name, words, isNumber, sort }: (typeof COLUMNS)[number] & { readonly sort: string }) {
  const now = sortIn(sort);
  const direction = now?.name === name ? now.direction : null;
  return (
    <th scope="col" class={isNumber ? "n" : undefined} aria-sort={direction ?? "none"}>
      <button type="button" onClick={() => setFilters({ sort: nextSort(sort, name, isNumber) })}>
        {words}
        <i aria-hidden="true">{direction === null ? "" : direction === "ascending" ? "▲" : "▼"}</i>
      </button>
    </th>
  );
}

interface TableProps {
  readonly items: readonly ReportItem[];
  readonly sort: string;
}

/** The reports, a row each. */
export function ReportTable({ items, sort }: TableProps) {
  return (
    <Scroll label="报告列表">
      <table class="list">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Head key={column.name} {...column} sort={sort} />
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
