import type { ReportItem } from "../../../schemas.ts";
import { useAnswer } from "../answers.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { StandingChoice } from "../report/standing-choice.tsx";
import { askReports } from "../server.ts";
import { WORDS } from "../words.ts";

const MOST = 200;

function HeldReport({ report }: { readonly report: ReportItem }) {
  return (
    <li>
      <p>
        <b>
          {report.organization ?? report.name}
          {report.year !== null && `（${report.year}年）`}
        </b>
        <span class="file">
          新交的“{report.name}”{WORDS.statuses[report.status].words}
          {report.uncertain > 0 && `，有${report.uncertain}处读不清`}
        </span>
      </p>
      <StandingChoice report={report} />
      <p class="steps">
        <ReportLink id={report.id}>看新交的</ReportLink>
        {report.awaits !== null && <ReportLink id={report.awaits}>看原来的</ReportLink>}
      </p>
    </li>
  );
}

/** Newer reports that do not replace those that count by themselves: a person says which counts. */
export function HeldReports({ query }: { readonly query: string }) {
  const { answer } = useAnswer(`held ${query}`, () => askReports(`${query}&standing=held`, MOST));
  if (answer === null || answer.items.length === 0) return null;
  return (
    <section id="held" aria-label="等待决定的报告">
      <h2>
        等待决定的<small>{answer.items.length}份</small>
      </h2>
      <ul class="asked">
        {answer.items.map((report) => (
          <HeldReport key={report.id} report={report} />
        ))}
      </ul>
    </section>
  );
}
