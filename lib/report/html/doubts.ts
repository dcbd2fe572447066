import { oneLine } from "../../document/text.ts";
import { placeLabel, wordsOf } from "../labels.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";
import { pictureUri, type ReportPictures } from "./pictures.ts";

/** One thing to look up: a figure, a row or table all of whose figures are in doubt, or a part of the identity. */
export interface Doubt {
  readonly name: string;
  /** Full names of its figures. */
  readonly figures: readonly string[];
}

/** What is in doubt of the report itself; what is read for it all the same stands in the sentence. */
export function identityDoubt(report: Report, name: string): string | null {
  switch (name) {
    case "organization":
      if (report.organization) return `机关名称读作“${report.organization.name}”，请核对。`;
      return report.title === null
        ? "未能断定是哪个机关的报告。"
        : `标题是“${report.title}”，未能断定机关的全称，请核对。`;
    case "year":
      return report.year === null ? "未能断定报告的是哪一年。" : `年度读作${report.year}年，请核对。`;
    case "template":
      return wordsOf(report).templateUnknown;
    default:
      return null;
  }
}

function doubtItem(report: Report, { name, figures }: Doubt, { cutouts, pages }: ReportPictures): Markup {
  const words = wordsOf(report);
  const told = identityDoubt(report, name);
  if (told) return html`<li>${told}</li>`;
  const cutout = cutouts.get(name);
  const picture = cutout && html`<img src="${pictureUri(cutout)}" alt="原件中的这一处">`;
  if (figures.length > 1)
    return html`<li><a href="#${name}">${words.figure(name)}</a>：全部${figures.length}个数字${picture}</li>`;
  const cell = report.figures[name] ?? report.blanks[name];
  if (!cell) return html`<li><a href="#${name}">${words.cell(name)}</a>：未读出</li>`;
  const text = oneLine(cell.text);
  const other = cell.other === undefined ? "" : html`或“<b>${oneLine(cell.other)}</b>”`;
  const page = "page" in cell.where && pages.has(cell.where.page) ? cell.where.page : null;
  const place = page === null ? placeLabel(cell.where) : html`<a href="#page${page}">${placeLabel(cell.where)}</a>`;
  return html`<li><a href="#${name}">${words.cell(name)}</a>：${text ? html`读作“<b>${text}</b>”` : "看似空白"}${other}${cell.seen && `，${cell.seen}`}，${place}${picture}</li>`;
}

/**
 * Where everything in a table, or in one of its rows, is in doubt, it is one thing to look up and not a hundred and
 * seventy-five.
 */
export function doubtsOf(report: Report): Doubt[] {
  const doubtful = new Set<string>(report.uncertain);
  const told = new Set<string>();
  const wholes: Doubt[] = [];
  const gather = (name: string, figures: readonly string[]) => {
    if (figures.length < 2 || figures.some((figure) => told.has(figure) || !doubtful.has(figure))) return;
    for (const figure of figures) told.add(figure);
    wholes.push({ name, figures });
  };
  for (const [table, rows] of Object.entries(report.tables ?? {})) {
    const figures = Object.entries(rows).map(([row, columns]) =>
      Object.keys(columns).map((column) => `${table}.${row}.${column}`),
    );
    gather(table, figures.flat());
    Object.keys(rows).forEach((row, index) => {
      gather(`${table}.${row}`, figures[index] ?? []);
    });
  }
  return [...report.uncertain.filter((name) => !told.has(name)).map((name) => ({ name, figures: [name] })), ...wholes];
}

/** What a person has to look up in the original. */
export function uncertainSection(report: Report, pictures: ReportPictures): Markup {
  if (report.uncertain.length === 0) return html``;
  return html`<section id="uncertain"><h2>待核对<small>${report.uncertain.length}处</small></h2>
<p>以下各处未能读得确切，请对照原件核对。核对之前，这份报告既不算合格，也不算有误。</p>
<ul class="doubts">${doubtsOf(report).map((doubt) => doubtItem(report, doubt, pictures))}</ul>
</section>
`;
}
