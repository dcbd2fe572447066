import { useState } from "preact/hooks";
import type { ReportItem } from "../../../schemas.ts";
import { type Filters, inFamily, queryOf, SUM_FILTERS } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { Download, ExportButton } from "../parts/download.tsx";
import { askReports } from "../server.ts";

/** As many as an address can name. */
const MOST_INCLUDED = 100;
const MOST_OFFERED = 2000;
/** Of more the table is made in the background: adding up so many takes some seconds. */
const MOST_AT_ONCE = 1000;

interface IncludedProps {
  readonly invalid: readonly ReportItem[];
  readonly included: ReadonlySet<string>;
  readonly onInclude: (ids: ReadonlySet<string>) => void;
}

/** Reports that must be sent back are in the table only where somebody says so, by name. */
function Included({ invalid, included, onInclude }: IncludedProps) {
  if (invalid.length === 0) return null;
  const toggle = (id: string) => {
    const ids = new Set(included);
    if (!ids.delete(id)) ids.add(id);
    onInclude(ids);
  };
  return (
    <details>
      <summary>有误须退回的{invalid.length}份不计入；要计入的在这里逐份选</summary>
      <ul class="contributions">
        {invalid.slice(0, MOST_INCLUDED).map(({ id, organization, name }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={included.has(id)} onChange={() => toggle(id)} />
              {organization ?? name}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The official tables added up over a year's reports, to be handed on. */
export function SummaryTable({ filters }: { readonly filters: Filters }) {
  const query = queryOf(filters, [...SUM_FILTERS, "profile"]);
  const { answer } = useAnswer(`summary ${query}`, () => askReports(query, MOST_OFFERED));
  const [included, include] = useState<ReadonlySet<string>>(new Set());
  const [parent, setParent] = useState("");
  const items = answer?.items ?? [];
  const asked = new URLSearchParams(query);
  if (included.size > 0) asked.set("include", [...included].join(","));
  if (parent !== "") asked.set("parent", parent);
  return (
    <section id="summary-table" aria-label="汇总表">
      <h2>
        {inFamily(filters, "汇总表")}
        <small>合格的报告按官方表样相加，附勾稽关系</small>
      </h2>
      <Included invalid={items.filter(({ status }) => status === "invalid")} included={included} onInclude={include} />
      <p class="steps">
        <label>
          本级自己的报告（与各单位之和核对，不相加）
          <select value={parent} onChange={(event) => setParent(event.currentTarget.value)}>
            <option value="">没有</option>
            {items.map(({ id, organization }) => organization !== null && <option value={id}>{organization}</option>)}
          </select>
        </label>
        {(["summary.xlsx", "summary.docx"] as const).map((kind) => {
          const words = `下载汇总表（${kind === "summary.xlsx" ? "表格" : "Word"}）`;
          return items.length > MOST_AT_ONCE ? (
            <ExportButton key={kind} kind={kind} query={String(asked)} words={words} />
          ) : (
            <Download key={kind} href={`/${kind}?${asked}`} words={words} />
          );
        })}
      </p>
    </section>
  );
}
