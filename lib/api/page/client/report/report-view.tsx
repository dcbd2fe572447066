import { useEffect, useState } from "preact/hooks";
import type { Filters } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { Trouble } from "../parts/trouble.tsx";
import { askReadable, askReport } from "../server.ts";
import { LastYear } from "./last-year.tsx";
import { OfficialTables } from "./official-tables.tsx";
import { Original } from "./original.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ReportHead } from "./report-head.tsx";
import { ReportText } from "./report-text.tsx";
import { Submissions } from "./submissions.tsx";

interface ReportViewProps {
  readonly id: string;
  /** Of the list that one came from and goes back to. */
  readonly filters: Filters;
}

/** A report: what was read beside the original, and what became of it. */
export function ReportView({ id, filters }: ReportViewProps) {
  const { answer, trouble } = useAnswer(id, async () => {
    const [report, readable] = await Promise.all([askReport(id), askReadable(id)]);
    return { report, readable };
  });
  const [chosen, choose] = useState<string | null>(null);
  useEffect(() => scrollTo(0, 0), [id]);
  if (answer === null || answer.report.id !== id) return <Trouble message={trouble} />;
  const { report, readable } = answer;
  return (
    <>
      <ReportHead report={report} readable={readable} filters={filters} />
      <Trouble message={trouble} />
      <div class="beside">
        <Original report={report} chosen={chosen} />
        <div class="result">
          <ProblemList problems={readable.problems} judged={report.tables !== null} onChoose={choose} />
          <OfficialTables readable={readable} chosen={chosen} onChoose={choose} />
          <LastYear report={report} readable={readable} />
          <Submissions report={report} />
          <ReportText report={report} />
        </div>
      </div>
    </>
  );
}
