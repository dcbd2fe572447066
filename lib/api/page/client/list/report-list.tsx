import { useEffect, useState } from "preact/hooks";
import { type Filters, LIST_FILTERS, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { formatted } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { askReports } from "../server.ts";
import { ReportTable } from "./report-table.tsx";
import { sorted, sortIn } from "./sorting.ts";

const ROWS = 50;
/** All of a large county's year; to sort more, one asks for less. */
const MOST_SORTED = 2000;

const NOTHING_YET = "还没有报告：把文件拖到“总览”页上，或放进收件文件夹。";
const NOTHING_SUCH = "没有符合条件的报告。";

/** The reports that are asked for, the newest submission first or as they are sorted, some at a time. */
export function ReportList({ filters }: { readonly filters: Filters }) {
  const query = queryOf(filters, LIST_FILTERS);
  const isSorted = sortIn(filters.sort) !== null;
  const [wanted, setWanted] = useState(ROWS);
  // Another list begins at its beginning.
  useEffect(() => setWanted(ROWS), [query]);
  const asked = isSorted ? MOST_SORTED : wanted;
  const { answer, trouble } = useAnswer(`${query} ${asked}`, () => askReports(query, asked));
  const items = sorted(answer?.items ?? [], filters.sort);
  return (
    <section id="reports" aria-label="报告">
      <Trouble message={trouble} />
      {isSorted && answer?.more && (
        <p class="partial">只排了最近提交的{formatted(MOST_SORTED)}份；请用上面的条件缩小范围。</p>
      )}
      <ReportTable items={items.slice(0, wanted)} sort={filters.sort} />
      {answer?.items.length === 0 && <p id="none">{query === "" ? NOTHING_YET : NOTHING_SUCH}</p>}
      {(answer?.more || items.length > wanted) && (
        <p>
          <button type="button" id="more" onClick={() => setWanted(wanted + ROWS)}>
            再显示一些
          </button>
        </p>
      )}
    </section>
  );
}
