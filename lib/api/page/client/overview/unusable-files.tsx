import { NO_YEAR } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { dayWords } from "../format.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { askReports } from "../server.ts";
import { WORDS } from "../words.ts";

const MOST = 50;
const ALL = `#/reports?year=${NO_YEAR}`;
const NOT_A_REPORT = "不像要收的报告或报表，请看看是否交错了文件。";

/** Files that became no report, with what is to be done about them. They are of no year: shown whatever is chosen. */
export function UnusableFiles() {
  const { answer } = useAnswer("unusable", () =>
    Promise.all(["failed", "unrecognized"].map((status) => askReports(`year=${NO_YEAR}&status=${status}`, MOST))),
  );
  const items = (answer ?? []).flatMap((page) => page.items);
  const more = answer?.some((page) => page.more);
  if (items.length === 0) return null;
  return (
    <section id="unusable" aria-label="没有读成报告的文件">
      <h2>
        没有读成报告的文件
        <small>
          {more ? "最近的" : ""}
          {items.length}份
        </small>
      </h2>
      <ul class="asked">
        {items.map(({ id, name, status, failure, submittedAt }) => (
          <li key={id}>
            <p>
              <ReportLink id={id}>{name}</ReportLink>
              <span class="file">
                {WORDS.statuses[status].words}，{dayWords(submittedAt)}提交：{failure ?? NOT_A_REPORT}
              </span>
            </p>
          </li>
        ))}
      </ul>
      {more && (
        <p>
          <a href={ALL}>看全部</a>
        </p>
      )}
    </section>
  );
}
