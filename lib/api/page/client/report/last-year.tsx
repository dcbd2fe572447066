import { useState } from "preact/hooks";
import type { ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { useAnswer } from "../answers.ts";
import { formatted } from "../format.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { askReport } from "../server.ts";
import { WORDS } from "../words.ts";
import { type Change, changesOf } from "./changes.ts";

interface RowProps {
  readonly change: Change;
  /** Id of last year's report. */
  readonly earlier: string;
  readonly onChoose: (name: string) => void;
}

function ChangeRow({ change: { name, label, before, after }, earlier, onChoose }: RowProps) {
  return (
    <tr>
      <td>
        <button type="button" class="link" onClick={() => onChoose(name)}>
          {label}
        </button>
      </td>
      <td class="n" data-label="上年">
        {before === null ? (
          "—"
        ) : (
          <ReportLink id={earlier} figure={name}>
            {formatted(before)}
          </ReportLink>
        )}
      </td>
      <td class="n" data-label="本年">
        {after === null ? "—" : formatted(after)}
      </td>
      <td class="n" data-label="增减">
        {before === null || after === null ? "—" : `${after > before ? "+" : ""}${formatted(after - before)}`}
      </td>
    </tr>
  );
}

interface LastYearProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  readonly onChoose: (name: string) => void;
}

/** Last year's figures beside this year's, and what does not fit together. */
export function LastYear({ report, readable, onChoose }: LastYearProps) {
  const [all, setAll] = useState(false);
  const { answer: before } = useAnswer(`${report.previousYear}`, async () =>
    report.previousYear === null ? null : askReport(report.previousYear),
  );
  if (report.tables === null || before === null || before.tables === null) return null;
  const family = WORDS.families.find(({ id }) => id === report.profile);
  const named = new Set(report.history.flatMap(({ cells }) => cells));
  const main = new Set([...(family?.main ?? []), ...named]);
  const changes = changesOf(before.tables, report.tables, (name) => readable.cells[name]?.label ?? name);
  const shown = changes.filter(({ name }) => all || main.has(name));
  return (
    <section id="last-year" aria-label="与上年对照">
      <h2>
        与上年对照
        <small>
          <ReportLink id={before.id}>{before.year}年的报告</ReportLink>
        </small>
      </h2>
      <ol class="problems">
        {report.history.map(({ code, message, severity }) => (
          <li key={code + message} class={severity}>
            <p class="tag">
              <i aria-hidden="true">{WORDS.severities[severity].symbol}</i>
              <span>{WORDS.severities[severity].words}</span>
            </p>
            <p class="message">{message}</p>
          </li>
        ))}
      </ol>
      <Scroll label="两年的数字">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">指标</th>
              {["上年", "本年", "增减"].map((word) => (
                <th key={word} scope="col" class="n">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <ChangeRow key={change.name} change={change} earlier={before.id} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p>
        <label>
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          显示全部有变化的数字（共{changes.length}个）
        </label>
      </p>
    </section>
  );
}
