import { oneLine } from "../../document/text.ts";
import { figureLabel } from "../../profiles/disclosure/figure-label.ts";
import { sectionLabel } from "../labels.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";

/**
 * The number that a claim speaks of: the table's, or the sum of both kinds of litigation; null where the table has
 * none.
 */
function tableValue(report: Report, name: string): number | null {
  if (name === "review.litigation.total") {
    const parts = ["review.litigationDirect.total", "review.litigationAfterReconsideration.total"].map((part) =>
      tableValue(report, part),
    );
    return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
  }
  const [table, rest] = [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)];
  const [row, column] = [rest.slice(0, rest.lastIndexOf(".")), rest.slice(rest.lastIndexOf(".") + 1)];
  const tables: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | null>>>>>> =
    report.tables ?? {};
  return tables[table]?.[row]?.[column] ?? null;
}

function claimRow(report: Report, claim: Report["claims"][number]): Markup {
  const printed = tableValue(report, claim.figure);
  const agrees = printed === null ? null : printed === claim.value;
  const target = claim.figure === "review.litigation.total" ? "review.litigationDirect.total" : claim.figure;
  return html`<tr class="${agrees === false ? "differs" : ""}"><th scope="row">${printed === null ? figureLabel(claim.figure) : html`<a href="#${target}">${figureLabel(claim.figure)}</a>`}</th>
<td class="n">${claim.value}</td><td class="n">${printed ?? "—"}</td><td>${agrees === null ? "—" : agrees ? "一致" : "≠ 不一致"}</td>
<td class="words">${sectionLabel(claim.section)}：“${oneLine(claim.text)}”</td></tr>
`;
}

/** What the text says beside what the tables say. */
export function claimSection(report: Report): Markup {
  if (report.claims.length === 0) return html``;
  return html`<section id="claims"><h2>正文与表格</h2>
<div class="scroll" tabindex="0" role="region" aria-label="正文与表格"><table class="claims"><thead><tr><th scope="col">数字</th><th scope="col" class="n">正文</th><th scope="col" class="n">表格</th><th scope="col">比较</th><th scope="col">正文原句</th></tr></thead>
<tbody>${report.claims.map((claim) => claimRow(report, claim))}</tbody></table></div>
</section>
`;
}
