import { useEffect, useState } from "preact/hooks";
import { type Filters, LIST_FILTERS, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { Trouble } from "../parts/trouble.tsx";
import { askReports } from "../server.ts";
import { ReportTable } from "./report-table.tsx";

const ROWS = 50;

const NOTHING_YET = "还没有报告：把文件拖到上面，或放进收件文件夹。";
const NOTHING_SUCH = "没有符合条件的报告。";

/** The reports that are asked for, the newest submission first, some at a time. */
export function ReportList({ filters }: { readonly filters: Filters }) {
  const query = queryOf(filters, LIST_FILTERS);
  const [wanted, setWanted] = useState(ROWS);
  // Another list begins at its beginning
  useEffect(() => setWanted(ROWS), [query]);
  const { answer, trouble } = useAnswer(`${query} ${wanted}`, () => askReports(query, wanted));
  return (
    <section id="reports" aria-label="报告">
      <Trouble message={trouble} />
      <ReportTable items={answer?.items ?? []} />
      {answer?.items.length === 0 && <p id="none">{query === "" ? NOTHING_YET : NOTHING_SUCH}</p>}
      {answer?.more && (
        <p>
          <button type="button" id="more" onClick={() => setWanted(wanted + ROWS)}>
            再显示一些
          </button>
        </p>
      )}
    </section>
  );
}
