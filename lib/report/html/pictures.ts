import { nothingReadWords, pictureUnit } from "../picture-words.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";

/** What of the original is shown; JPEG. */
export interface ReportPictures {
  /** Cut-outs by the names of figures, rows and tables in doubt. */
  readonly cutouts: ReadonlyMap<string, Uint8Array>;
  /** Pages with something to be looked up, upright, by number. */
  readonly pages: ReadonlyMap<number, Uint8Array>;
}

/** A picture that stands in the page itself. */
export const pictureUri = (jpeg: Uint8Array): string =>
  `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;

export const NO_PICTURES: ReportPictures = { cutouts: new Map(), pages: new Map() };

/** The pages of the original on which there is something to look at. */
export function pagesSection(report: Report, { pages }: ReportPictures): Markup {
  if (pages.size === 0) return html``;
  const unit = pictureUnit(report);
  return html`<section id="pages"><h2>原件</h2>
<p class="legend"><span><b class="sample error">粗</b>最可能有误</span><span><b class="sample error thin">细</b>同一算式中的数字</span><span><b class="sample uncertain">?</b>待核对</span></p>
${[...pages].map(([page, jpeg]) => {
  const nothingRead = nothingReadWords(report, page);
  return html`<figure id="page${page}"><figcaption>第${page}${unit}${nothingRead && `：${nothingRead}`}</figcaption><img src="${pictureUri(jpeg)}" alt="原件第${page}${unit}"></figure>`;
})}
</section>
`;
}
