import { useState } from "preact/hooks";
import { type Filters, LIST_FILTERS, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { formatted } from "../format.ts";
import { Choosing } from "../list/choosing.tsx";
import { askCounts, countIn } from "../list/counts.ts";
import { HiddenFiles } from "../list/hidden-files.tsx";
import { ListDownloads } from "../parts/download.tsx";
import { ReportLink } from "../parts/report-link.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { askFindings } from "../server.ts";
import { WORDS } from "../words.ts";
import { groupsOf, type ProblemGroup } from "./groups.ts";

/** All of a large county's year. */
const MOST_REPORTS = 2000;

function Group({ group }: { readonly group: ProblemGroup }) {
  const { severity, words, findings, reports } = group;
  const sign = WORDS.severities[severity];
  return (
    <details class={`group ${severity}`}>
      <summary>
        <i aria-hidden="true">{sign.symbol}</i>
        <span>{sign.words}</span>
        <b>{words}</b>
        <span class="units">
          {formatted(reports)}份报告，{formatted(findings.length)}处
        </span>
      </summary>
      <ul>
        {findings.map(({ report, organization, name, year, place, message, figure }) => (
          <li key={report + place + message}>
            <ReportLink id={report} figure={figure}>
              {organization ?? name}
              {year !== null && `（${year}年）`}
            </ReportLink>
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One problem in all the reports that have it. */
export function ProblemsView({ filters }: { readonly filters: Filters }) {
  const [hints, setHints] = useState(false);
  const query = queryOf(filters, LIST_FILTERS);
  const { answer, trouble } = useAnswer(query, () => askFindings(query, MOST_REPORTS));
  const counts = useAnswer(`counts ${query}`, () => askCounts(filters));
  const groups = groupsOf(answer?.items ?? []).filter(({ severity }) => hints || severity !== "info");
  return (
    <>
      <Choosing filters={filters} byName>
        <ListDownloads list="problems" query={query} words="问题清单" reports={countIn(counts.answer, filters)} />
      </Choosing>
      <Trouble message={trouble} />
      <section id="problem-groups" aria-label="各类问题">
        <h2>
          各类问题<small>{groups.length}类</small>
        </h2>
        {answer?.more && <p class="partial">只看了最近提交的{formatted(MOST_REPORTS)}份；请用上面的条件缩小范围。</p>}
        {answer !== null && groups.length === 0 && <p class="none">没有发现问题。</p>}
        {groups.map((group) => (
          <Group key={group.severity + group.code} group={group} />
        ))}
        {counts.answer !== null && <HiddenFiles count={counts.answer.hidden} filters={filters} />}
        <p>
          <label>
            <input type="checkbox" checked={hints} onChange={(event) => setHints(event.currentTarget.checked)} />
            也显示提示
          </label>
        </p>
      </section>
    </>
  );
}
