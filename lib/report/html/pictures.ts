import { html, type Markup } from "./markup.ts";

/** What of the original is shown, as data URIs. */
export interface ReportPictures {
  /** Cut-outs by the names of figures, rows and tables in doubt. */
  readonly cutouts: ReadonlyMap<string, string>;
  /** Pages with their faulty and doubtful cells framed, by number. */
  readonly pages: ReadonlyMap<number, string>;
}

export const NO_PICTURES: ReportPictures = { cutouts: new Map(), pages: new Map() };

/** The pages of the original on which there is something to look at. */
export function pagesSection({ pages }: ReportPictures): Markup {
  if (pages.size === 0) return html``;
  return html`<section id="pages"><h2>原件</h2>
<p class="legend"><span><b class="sample error">粗</b>最可能有误</span><span><b class="sample error thin">细</b>同一算式中的数字</span><span><b class="sample uncertain">?</b>待核对</span></p>
${[...pages].map(([page, picture]) => html`<figure id="page${page}"><figcaption>第${page}页</figcaption><img src="${picture}" alt="原件第${page}页"></figure>`)}
</section>
`;
}
