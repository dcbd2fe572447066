import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";

/** A page as it is shown, upright; JPEG. */
export interface PagePicture {
  readonly jpeg: Uint8Array;
  /** False where no figure came from the page, and all that was found on it is framed. */
  readonly understood: boolean;
}

/** What of the original is shown; JPEG. */
export interface ReportPictures {
  /** Cut-outs by the names of figures, rows and tables in doubt. */
  readonly cutouts: ReadonlyMap<string, Uint8Array>;
  /** Pages with something to be looked up, by number. */
  readonly pages: ReadonlyMap<number, PagePicture>;
}

/** A picture that stands in the page itself. */
export const pictureUri = (jpeg: Uint8Array): string =>
  `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;

export const NO_PICTURES: ReportPictures = { cutouts: new Map(), pages: new Map() };

/** What a document is recognised in: its pages, or the pictures that stand in its text. */
export const pictureUnit = ({ source }: Report): string => (source.pages === null ? "张图片" : "页");

/** The pages of the original on which there is something to look at. */
export function pagesSection(report: Report, { pages }: ReportPictures): Markup {
  if (pages.size === 0) return html``;
  const unit = pictureUnit(report);
  return html`<section id="pages"><h2>原件</h2>
<p class="legend"><span><b class="sample error">粗</b>最可能有误</span><span><b class="sample error thin">细</b>同一算式中的数字</span><span><b class="sample uncertain">?</b>待核对</span></p>
${[...pages].map(([page, { jpeg, understood }]) => html`<figure id="page${page}"><figcaption>第${page}${unit}${!understood && `：没有从这一${unit}读出表中数字，绿框是找到的文字和格子，请对照原件核对`}</figcaption><img src="${pictureUri(jpeg)}" alt="原件第${page}${unit}"></figure>`)}
</section>
`;
}
