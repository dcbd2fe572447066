import type { Box } from "../../document/document.ts";
import { foldIdeographs } from "../../document/text.ts";
import { contains, type Glyph, glyphCentre } from "../../tables/geometry.ts";
import { TooLargeError } from "../errors.ts";
import type { PageContent } from "../page-kind.ts";
import { apply, type Matrix } from "../plane.ts";
import { type Budget, drawingOf } from "./drawing.ts";
import type { Pdfium } from "./engine.ts";

/** White space, control characters and invisible marks. */
const UNPRINTED = /^[\s\p{Cc}\p{Cf}\ufffe\uffff]$/u;

/** From user space (y upwards, unturned) to the page as a reader sees it. */
function viewOf(pdfium: Pdfium, page: number): { view: Matrix; width: number; height: number } {
  const { api, scratch } = pdfium;
  api.FPDF_GetPageBoundingBox(page, scratch);
  const floats = pdfium.floats();
  const at = scratch >> 2;
  const [left, top, right, bottom] = [floats[at] ?? 0, floats[at + 1] ?? 0, floats[at + 2] ?? 0, floats[at + 3] ?? 0];
  const [width, height] = [right - left, top - bottom];
  switch (api.FPDFPage_GetRotation(page)) {
    case 1:
      return { view: [0, 1, 1, 0, -bottom, -left], width: height, height: width };
    case 2:
      return { view: [-1, 0, 0, 1, right, -bottom], width, height };
    case 3:
      return { view: [0, -1, -1, 0, top, right], width: height, height: width };
    default:
      return { view: [1, 0, 0, -1, -left, top], width, height };
  }
}

/** What all characters of one text object share. */
interface TextStyle {
  readonly address: number;
  readonly size: number;
  readonly angle: number;
  /** True where the writing runs along the x axis of user space. */
  readonly level: boolean;
}

function styleOf({ api, raw, scratch, floats }: Pdfium, textPage: number, index: number, address: number, view: Matrix): TextStyle {
  raw._FPDFText_GetMatrix(textPage, index, scratch);
  const [a = 1, b = 0, c = 0, d = 1] = floats().subarray(scratch >> 2, (scratch >> 2) + 4);
  const angle = (Math.atan2(view[1] * a + view[3] * b, view[0] * a + view[2] * b) * 180) / Math.PI;
  const size = api.FPDFText_GetFontSize(textPage, index) * Math.hypot(c, d);
  return { address, size: size > 0 ? size : 1, angle: (angle + 360) % 360, level: Math.abs(a) >= Math.abs(b) };
}

/** The part of a picture that lies on the page. */
function clipped(box: Box, width: number, height: number): Box {
  const x = Math.max(box[0], 0);
  const y = Math.max(box[1], 0);
  return [x, y, Math.max(Math.min(box[0] + box[2], width) - x, 0), Math.max(Math.min(box[1] + box[3], height) - y, 0)];
}

/** A picture this large (share of the page) that is drawn over text is a scan with its text layer beneath. */
const COVERING = 0.3;

/**
 * Everything that one loaded page shows.
 * @throws TooLargeError when the budget of the document is used up
 */
export function readPage(pdfium: Pdfium, page: number, number: number, limits: Budget): PageContent {
  const { api, raw, scratch } = pdfium;
  const { view, width, height } = viewOf(pdfium, page);
  const drawing = drawingOf(pdfium, page, view, limits);
  const images = drawing.images.map(({ box, order }) => ({ box: clipped(box, width, height), order }));
  const covering = [...images.filter(({ box }) => box[2] * box[3] >= COVERING * width * height), ...drawing.areas];

  const glyphs: Glyph[] = [];
  const hidden: Glyph[] = [];
  let unmapped = 0;
  let afterSpace = false;
  let style: TextStyle | undefined;
  const textPage = api.FPDFText_LoadPage(page);
  try {
    const count = textPage ? api.FPDFText_CountChars(textPage) : 0;
    limits.glyphs -= count;
    if (limits.glyphs < 0) throw new TooLargeError();
    for (let index = 0; index < count; index++) {
      const code = api.FPDFText_GetUnicode(textPage, index);
      if (api.FPDFText_IsGenerated(textPage, index) === 1) continue;
      const text = code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCodePoint(code);
      if (api.FPDFText_HasUnicodeMapError(textPage, index) === 1 || code === 0 || code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff)) unmapped++;
      if (UNPRINTED.test(text)) {
        afterSpace = true;
        continue;
      }
      if (!raw._FPDFText_GetCharOrigin(textPage, index, scratch, scratch + 8)) continue;
      const doubles = pdfium.doubles();
      const [userX, userY] = [doubles[scratch >> 3] ?? 0, doubles[(scratch >> 3) + 1] ?? 0];
      const [x, y] = apply(view, userX, userY);
      const address = api.FPDFText_GetTextObject(textPage, index);
      const object = drawing.texts.get(address);
      if (!style || address !== style.address) style = styleOf(pdfium, textPage, index, address, view);
      const { size, angle } = style;
      // Heights of this box are unreliable, its extent along the writing is the advance.
      raw._FPDFText_GetLooseCharBox(textPage, index, scratch);
      const box = pdfium.floats();
      const at = scratch >> 2;
      const extent = style.level ? Math.abs((box[at + 2] ?? 0) - (box[at] ?? 0)) : Math.abs((box[at + 1] ?? 0) - (box[at + 3] ?? 0));
      const advance = extent > 0 && extent < 3 * size ? extent : 0.5 * size;
      const glyph: Glyph = {
        text: foldIdeographs(text),
        x,
        y,
        size,
        advance,
        angle,
        ...(afterSpace && { afterSpace }),
      };
      afterSpace = false;
      const [middleX, middleY] = glyphCentre(glyph);
      const isOver = ({ box }: { readonly box: Box }) => contains(box, middleX, middleY);
      const covered = object !== undefined && covering.some((area) => area.order > object.order && isOver(area));
      const unseen =
        object?.white && !images.some(isOver) && drawing.areas.findLast((area) => area.order <= object.order && isOver(area))?.white !== false;
      (object?.invisible || covered || unseen ? hidden : glyphs).push(glyph);
    }
  } finally {
    if (textPage) api.FPDFText_ClosePage(textPage);
  }
  const area = images.reduce((sum, { box }) => sum + box[2] * box[3], 0);
  return {
    geometry: { number, width, height, strokes: drawing.strokes, fills: drawing.fills, glyphs, pictures: images.map(({ box }) => box) },
    hidden,
    pictured: Math.min(area / Math.max(width * height, 1), 1),
    curves: drawing.curves,
    unmapped,
    flaws: [],
  };
}
