import { type Filters, queryOf, SUM_FILTERS } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { formatted } from "../format.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { askValues } from "../server.ts";

/** All of a large county's year. */
const MOST_REPORTS = 2000;

const CHINESE = new Intl.Collator("zh-CN", { numeric: true });

interface ContributionsProps {
  readonly figure: string;
  /** Of the form that is added up. */
  readonly template: string | null;
  readonly filters: Filters;
}

/** What each report has of a figure, the largest first; what is in no sum says why. */
export function Contributions({ figure, template, filters }: ContributionsProps) {
  const query = queryOf(filters, [...SUM_FILTERS, "status", "profile"]);
  const { answer, trouble } = useAnswer(`${query} ${figure}`, () => askValues(query, figure, MOST_REPORTS));
  if (answer === null) return <Trouble message={trouble} />;
  const rows = answer.items
    .filter((item) => item.template === template)
    .sort(
      (a, b) =>
        (b.value ?? -1) - (a.value ?? -1) || CHINESE.compare(a.organization ?? a.name, b.organization ?? b.name),
    );
  return (
    <ul class="contributions">
      {rows.map(({ report, organization, name, year, value, unit, uncertain }) => (
        <li key={report}>
          <ReportLink id={report} figure={figure}>
            {organization ?? name}
            {filters.year === "" && year !== null && `（${year}年）`}
          </ReportLink>
          <span>
            {value === null ? "没有数字" : formatted(value)}
            {unit !== undefined && unit}
            {uncertain && "，待核对，没有计入"}
          </span>
        </li>
      ))}
      {answer.more && <li>只列了最近提交的{formatted(MOST_REPORTS)}份。</li>}
    </ul>
  );
}
