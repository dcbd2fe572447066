import { useEffect, useState } from "preact/hooks";
import type { FullReport } from "../../../schemas.ts";
import type { Filters } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { Trouble } from "../parts/trouble.tsx";
import { AnswerPanel } from "../review/answer-panel.tsx";
import { DoubtList } from "../review/doubt-list.tsx";
import { nextDoubt } from "../review/doubts.ts";
import { ReviewRecord } from "../review/review-record.tsx";
import { TableTyping } from "../review/table-typing.tsx";
import { askReadable, askReport } from "../server.ts";
import { can } from "../words.ts";
import { LastYear } from "./last-year.tsx";
import { elementOf } from "./names.ts";
import { OfficialTables } from "./official-tables.tsx";
import { Original } from "./original.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ReportHead, VERDICT } from "./report-head.tsx";
import { ReportText } from "./report-text.tsx";
import { Submissions } from "./submissions.tsx";

interface ReportViewProps {
  readonly id: string;
  /** The figure that one came to see; null where one came to see all. */
  readonly figure: string | null;
  /** Of the list that one came from and goes back to. */
  readonly filters: Filters;
}

/** The doubtful figures of a row or table that is looked at as a whole, to be typed; none where a single thing is. */
const typedFigures = ({ uncertain }: FullReport, chosen: string | null): readonly string[] =>
  chosen === null || !can("review")
    ? []
    : (uncertain as readonly string[]).filter((name) => name.startsWith(`${chosen}.`));

/** A report: what was read beside the original, and what became of it. */
export function ReportView({ id, figure, filters }: ReportViewProps) {
  const { answer, trouble } = useAnswer(id, async () => {
    const [report, readable] = await Promise.all([askReport(id), askReadable(id)]);
    return { report, readable };
  });
  const [chosen, setChosen] = useState(figure);
  // Kept here: when somebody else was faster, the form that was refused goes with the doubt that it was about.
  const [refused, setRefused] = useState<string | null>(null);
  const choose = (name: string | null) => {
    setRefused(null);
    setChosen(name);
  };
  useEffect(() => {
    const cell = figure === null ? null : document.getElementById(elementOf(figure));
    if (cell) cell.scrollIntoView({ block: "center" });
    else scrollTo(0, 0);
  }, [id, answer === null]);
  if (answer === null || answer.report.id !== id) return <Trouble message={trouble} />;
  const { report, readable } = answer;
  const typed = typedFigures(report, chosen);
  // Of a row of which nothing was read, where its first figure would be.
  const near = readable.cells[typed[0] ?? chosen ?? ""]?.near ?? null;
  const shared = { report, readable, chosen, onChoose: choose };
  const asked = { report, readable, refused, onRefused: setRefused };
  /** Once a doubt is settled: on to the next, and after the last to the verdict. */
  const goOn = (settled: string) => {
    const next = nextDoubt(readable, settled);
    choose(next);
    if (next !== null) return;
    document.getElementById(VERDICT)?.focus();
    scrollTo(0, 0);
  };
  return (
    <>
      <ReportHead report={report} readable={readable} filters={filters} />
      <Trouble message={trouble} />
      <div class="beside">
        <Original report={report} chosen={chosen} near={near} />
        <div class="result">
          {typed.length > 0 && chosen !== null ? (
            <TableTyping
              key={chosen}
              {...asked}
              name={chosen}
              figures={typed}
              onDone={(now) => typedFigures(now, chosen).length === 0 && goOn(chosen)}
              onLeave={() => choose(null)}
            />
          ) : (
            <DoubtList {...shared} />
          )}
          <ProblemList problems={readable.problems} judged={report.tables !== null} onChoose={choose} />
          <OfficialTables {...shared} />
          <LastYear report={report} readable={readable} onChoose={choose} />
          <ReviewRecord report={report} readable={readable} />
          <Submissions report={report} />
          <ReportText report={report} />
          {chosen !== null && typed.length === 0 && (
            <AnswerPanel {...asked} name={chosen} onChoose={choose} onSettled={goOn} />
          )}
        </div>
      </div>
    </>
  );
}
