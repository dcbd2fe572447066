import { oneLine } from "../../document/text.ts";
import { figureLabel } from "../../profiles/disclosure/figure-label.ts";
import { html, type Markup } from "../html.ts";
import { anchorOf, findingPlace, placeLabel, proposalWords, SEVERITY_WORDS } from "../labels.ts";
import type { Report } from "../report-schema.ts";
import { SEVERITY_SYMBOLS } from "../symbols.ts";
import type { Problem } from "./marks.ts";

/** A finding about more figures than this speaks of a table. */
const WHOLE_TABLE = 40;

function problemItem(report: Report, { number, finding }: Problem): Markup {
  const place = findingPlace(finding, report);
  const whole = finding.cells.length > WHOLE_TABLE;
  const anchor = whole ? (finding.cells[0]?.split(".")[0] ?? null) : anchorOf(finding);
  const proposal = finding.proposal && finding.message.includes(`应为${finding.proposal.value}`) ? "" : proposalWords(report, finding);
  const section = finding.section === undefined ? null : `s${finding.section}`;
  const target = anchor ?? (report.sections.some((part) => `s${part.number}` === section) ? section : null);
  return html`<li id="p${number}" class="${finding.severity}">
<p class="tag"><i aria-hidden="true">${SEVERITY_SYMBOLS[finding.severity]}${number}</i><span>${SEVERITY_WORDS[finding.severity]}</span></p>
<div><p class="place">${target === null ? place : html`<a href="#${target}">${place}</a>`}<code>${finding.code}</code></p>
<p class="message">${finding.message}</p>
${finding.quote && !finding.message.includes(finding.quote) && html`<blockquote>${oneLine(finding.quote)}</blockquote>`}
${proposal && html`<p class="proposal"><b>建议</b>${proposal}</p>`}
${
  finding.cells.length > 1 &&
  !whole &&
  html`<details><summary>涉及的${finding.cells.length}个数字</summary><ul>${finding.cells.map(
    (name) =>
      html`<li><a href="#${name}">${figureLabel(name)}</a>${report.figures[name] && html` <b>${oneLine(report.figures[name].text)}</b>`}</li>`,
  )}</ul></details>`
}</div></li>
`;
}

/** The numbered list of what was found, worst first. */
export function problemSection(report: Report, problems: readonly Problem[]): Markup {
  return html`<section id="problems"><h2>问题清单</h2>
${problems.length === 0 ? html`<p class="none">没有发现问题。</p>` : html`<ol class="problems">${problems.map((problem) => problemItem(report, problem))}</ol>`}
</section>
`;
}

const DOUBTS: Readonly<Record<string, string>> = {
  organization: "未能断定是哪个机关的报告。",
  year: "未能断定报告的是哪一年。",
  template: "未能断定第二部分表格用的是哪一年的格式。",
};

function doubtItem(report: Report, name: string, cutout: string | undefined): Markup {
  if (DOUBTS[name]) return html`<li>${DOUBTS[name]}</li>`;
  const cell = report.figures[name] ?? report.blanks[name];
  const text = cell && oneLine(cell.text);
  const other = cell?.other === undefined ? "" : `或“${oneLine(cell.other)}”`;
  const reading = cell ? `${text ? `读作“${text}”` : "看似空白"}${other}，${placeLabel(cell.where)}` : "未读出";
  return html`<li><a href="#${name}">${figureLabel(name)}</a>：${reading}${cutout && html`<img src="${cutout}" alt="原件中的这一处">`}</li>`;
}

interface Doubt {
  readonly name: string;
  /** How many figures a table or row has; 0 for a single figure. */
  readonly figures: number;
}

/** Where everything in a table, or in one of its rows, is in doubt, it is one thing to look up and not a hundred and seventy-five. */
function doubtsOf(report: Report): Doubt[] {
  const doubtful = new Set<string>(report.uncertain);
  const told = new Set<string>();
  const wholes: Doubt[] = [];
  const gather = (name: string, figures: readonly string[]) => {
    if (figures.length < 2 || figures.some((figure) => told.has(figure) || !doubtful.has(figure))) return;
    for (const figure of figures) told.add(figure);
    wholes.push({ name, figures: figures.length });
  };
  for (const [table, rows] of Object.entries(report.tables ?? {})) {
    const figures = Object.entries(rows).map(([row, columns]) => Object.keys(columns).map((column) => `${table}.${row}.${column}`));
    gather(table, figures.flat());
    Object.keys(rows).forEach((row, index) => {
      gather(`${table}.${row}`, figures[index] ?? []);
    });
  }
  return [...report.uncertain.filter((name) => !told.has(name)).map((name) => ({ name, figures: 0 })), ...wholes];
}

/** What a person has to look up in the original. */
export function uncertainSection(report: Report, cutouts: ReadonlyMap<string, string>): Markup {
  if (report.uncertain.length === 0) return html``;
  return html`<section id="uncertain"><h2>待核对<small>${report.uncertain.length}处</small></h2>
<p>以下各处未能读得确切，请对照原件核对。核对之前，这份报告既不算合格，也不算有误。</p>
<ul class="doubts">${doubtsOf(report).map(({ name, figures }) =>
    figures > 0 ? html`<li><a href="#${name}">${figureLabel(name)}</a>：全部${figures}个数字</li>` : doubtItem(report, name, cutouts.get(name)),
  )}</ul>
</section>
`;
}
