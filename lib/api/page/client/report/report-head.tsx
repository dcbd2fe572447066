import type { ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { addressOf, type Filters } from "../address.ts";
import { momentWords } from "../format.ts";
import { WORDS } from "../words.ts";

interface HeadProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  readonly filters: Filters;
}

/** Why the report does not count; nothing where it does. */
function Standing({ report, filters }: Omit<HeadProps, "readable">) {
  if (report.standing === "current") return null;
  if (report.standing === "withdrawn") return <p class="notice">这份报告已经撤回，不再计入合计和清单。</p>;
  return (
    <p class="notice">
      同一机关后来又提交了一份，这一份不再计入合计和清单。
      {report.supersededBy !== null && (
        <a href={addressOf(["reports", report.supersededBy], filters)}>看后来的那一份</a>
      )}
    </p>
  );
}

/** By whose word the verdict is. */
function Reviewed({ report }: Pick<HeadProps, "report">) {
  const counting = report.reviews.filter(({ standing, kind }) => standing === "applied" && kind !== "undo");
  const last = counting.at(-1);
  if (last === undefined) return null;
  return (
    <b class="reviewed">
      经{last.by ?? ""}人工确认，{momentWords(last.at)}，共{counting.length}处。
    </b>
  );
}

/** Whose report it is, the verdict, and the ways from here. */
export function ReportHead({ report, readable, filters }: HeadProps) {
  const status = WORDS.statuses[report.status];
  return (
    <>
      <p class="ways">
        <a href={addressOf(["reports"], filters)}>← 返回报告列表</a>
        <span>
          <a href={`/reports/${report.id}/source`} download={report.source.name.split("/").at(-1)}>
            下载原件
          </a>
          <a href={`/reports/${report.id}/html`} target="_blank" rel="noopener">
            打印用的核对结果
          </a>
        </span>
      </p>
      <div class={`verdict ${report.status}`}>
        <h2>
          {readable.title}
          {report.organization !== null && report.year !== null && <span class="year">{report.year}年</span>}
        </h2>
        <p class="stamp">
          <i aria-hidden="true">{status.symbol}</i>
          <strong>{status.words}</strong>
        </p>
        <p class="sentence">
          {readable.sentence}
          <Reviewed report={report} />
        </p>
      </div>
      <Standing report={report} filters={filters} />
      <dl class="facts">
        {readable.facts.map(({ term, description }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
