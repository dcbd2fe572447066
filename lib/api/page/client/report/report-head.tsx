import type { ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { addressOf, type Filters } from "../address.ts";
import { momentWords } from "../format.ts";
import { WORDS } from "../words.ts";
import { NextToReview } from "./next-to-review.tsx";
import { StandingChoice } from "./standing-choice.tsx";

interface HeadProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  readonly filters: Filters;
}

/** Whether the report counts, where that is a question. */
function Standing({ report, filters }: Omit<HeadProps, "readable">) {
  const link = (id: string | null, words: string) =>
    id !== null && <a href={addressOf(["reports", id], filters)}>{words}</a>;
  switch (report.standing) {
    case "withdrawn":
      return <p class="notice">这份报告已经撤回，不再计入合计和清单。</p>;
    case "superseded":
      return (
        <p class="notice">
          同一机关后来又提交了一份，这一份不再计入合计和清单。{link(report.supersededBy, "看后来的那一份")}
        </p>
      );
    case "held":
      return (
        <div class="notice">
          <p>这一份还没有生效，等待决定。</p>
          <StandingChoice report={report} />
          {link(report.awaits, "看现在计入的那一份")}
        </div>
      );
    default:
      return report.heldBy === null ? null : (
        <p class="notice">同一名称的机关又交了一份，等待决定用哪一份。{link(report.heldBy, "看新交的那一份")}</p>
      );
  }
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

/** Where the focus goes once there is nothing more to ask. */
export const VERDICT = "verdict";

/** Whose report it is, the verdict, and the ways from here. */
export function ReportHead({ report, readable, filters }: HeadProps) {
  const status = WORDS.statuses[report.status];
  return (
    <>
      <p class="ways">
        <a href={addressOf(["reports"], filters)}>← 返回报告列表</a>
        <span>
          <NextToReview id={report.id} filters={filters} />
          <a href={`/reports/${report.id}/source`} download={report.source.name.split("/").at(-1)}>
            下载原件
          </a>
          <a href={`/reports/${report.id}/html`} target="_blank" rel="noopener">
            打印用的核对结果
          </a>
        </span>
      </p>
      <div class={`verdict ${report.status}`} id={VERDICT} tabindex={-1}>
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
