import type { FullReport } from "../../../schemas.ts";
import { elementOf } from "./names.ts";

/** The prose of the report, part by part. */
export function ReportText({ report }: { readonly report: FullReport }) {
  if (report.sections.length === 0) return null;
  return (
    <section id="text" aria-label="报告正文">
      <h2>报告正文</h2>
      {report.sections.map(({ number, title, printed, text }) => (
        <article key={number} id={elementOf(`s${number}`)} tabindex={-1}>
          <h3>{printed ?? title}</h3>
          {text.trim() === "" ? (
            <p class="none">（这一部分没有文字）</p>
          ) : (
            text
              .split("\n")
              .filter((line) => line.trim() !== "")
              .map((line) => <p key={line}>{line.trim()}</p>)
          )}
        </article>
      ))}
    </section>
  );
}
