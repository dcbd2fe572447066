import { oneLine } from "../../document/text.ts";
import { anchorOf, findingPlace, proposalWords, SEVERITY_WORDS, wordsOf } from "../labels.ts";
import type { Report } from "../schema.ts";
import type { Problem } from "./marks.ts";
import { html, type Markup } from "./markup.ts";
import type { ReportPictures } from "./pictures.ts";
import { SEVERITY_SYMBOLS } from "./symbols.ts";

/** A finding about more figures than this speaks of a table. */
const WHOLE_TABLE = 40;

/** The first page with a picture on which one of the finding's figures is framed; null where there is none. */
function framedPage(report: Report, { cells }: Problem["finding"], { pages }: ReportPictures): number | null {
  const places = cells.flatMap((name) => (report.figures[name] ?? report.blanks[name])?.where ?? []);
  return [...pages.keys()].find((page) => places.some((place) => "page" in place && place.page === page)) ?? null;
}

/** What is told of a problem beside its message. */
export interface ToldProblem {
  readonly place: string;
  /** The figure, row, table or section to look at; null for none. */
  readonly target: string | null;
  /** Where it speaks of a whole table its figures are not listed. */
  readonly whole: boolean;
  /** Empty where the message says it already. */
  readonly quote: string;
  readonly proposal: string;
}

export function tellProblem(report: Report, finding: Problem["finding"]): ToldProblem {
  const whole = finding.cells.length > WHOLE_TABLE;
  const anchor = whole ? (finding.cells[0]?.split(".")[0] ?? null) : anchorOf(finding, report);
  const section = finding.section === undefined ? null : `s${finding.section}`;
  return {
    place: findingPlace(finding, report),
    target: anchor ?? (report.sections.some((part) => `s${part.number}` === section) ? section : null),
    whole,
    quote: finding.quote && !finding.message.includes(finding.quote) ? oneLine(finding.quote) : "",
    proposal:
      finding.proposal && finding.message.includes(`应为${finding.proposal.value}`)
        ? ""
        : proposalWords(report, finding),
  };
}

function problemItem(report: Report, { number, finding }: Problem, pictures: ReportPictures): Markup {
  const { place, target, whole, quote, proposal } = tellProblem(report, finding);
  const page = framedPage(report, finding, pictures);
  return html`<li id="p${number}" class="${finding.severity}" data-code="${finding.code}">
<p class="tag"><i aria-hidden="true">${SEVERITY_SYMBOLS[finding.severity]}${number}</i><span>${SEVERITY_WORDS[finding.severity]}</span></p>
<div><p class="place">${target === null ? place : html`<a href="#${target}">${place}</a>`}${page !== null && html`<a class="original" href="#page${page}">看原件</a>`}</p>
<p class="message">${finding.message}</p>
${quote && html`<blockquote>${quote}</blockquote>`}
${proposal && html`<p class="proposal"><b>建议</b>${proposal}</p>`}
${
  finding.cells.length > 1 &&
  !whole &&
  html`<details><summary>涉及的${finding.cells.length}个数字</summary><ul>${finding.cells.map(
    (name) =>
      html`<li><a href="#${name}">${wordsOf(report).figure(name)}</a>${report.figures[name] && html` <b>${oneLine(report.figures[name].text)}</b>`}</li>`,
  )}</ul></details>`
}</div></li>
`;
}

/** The numbered list of what was found, worst first. */
export function problemSection(report: Report, problems: readonly Problem[], pictures: ReportPictures): Markup {
  return html`<section id="problems"><h2>问题清单</h2>
${problems.length === 0 ? html`<p class="none">没有发现问题。</p>` : html`<ol class="problems">${problems.map((problem) => problemItem(report, problem, pictures))}</ol>`}
</section>
`;
}
