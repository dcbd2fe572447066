import { oneLine } from "../../document/text.ts";
import type { FigureName } from "../../profiles/common/facts.ts";
import { valueIn } from "../../profiles/common/figure-name.ts";
import { profileOf } from "../../profiles/profiles.ts";
import { wordsOf } from "../labels.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";

/** The number that a claim speaks of: the table's, or the sum of its parts; null where the table has none. */
function tableValue(report: Report, name: FigureName): number | null {
  const parts = profileOf(report)?.figures.composites[name];
  if (parts) {
    const values = parts.map((part) => tableValue(report, part));
    return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
  }
  return valueIn(report.tables, name);
}

function claimRow(report: Report, claim: Report["claims"][number]): Markup {
  const printed = tableValue(report, claim.figure);
  const agrees = printed === null ? null : printed === claim.value;
  const target = profileOf(report)?.figures.composites[claim.figure]?.[0] ?? claim.figure;
  const words = wordsOf(report);
  const label = words.figure(claim.figure);
  return html`<tr class="${agrees === false ? "differs" : ""}"><th scope="row">${printed === null ? label : html`<a href="#${target}">${label}</a>`}</th>
<td class="n">${claim.value}</td><td class="n">${printed ?? "—"}</td><td>${agrees === null ? "—" : agrees ? "一致" : "≠ 不一致"}</td>
<td class="words">${words.section(claim.section)}：“${oneLine(claim.text)}”</td></tr>
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
