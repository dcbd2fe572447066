import type { Box } from "../../document/document.ts";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import type { Glyph, Stroke } from "../../tables/geometry.ts";
import { TooLargeError } from "../errors.ts";
import type { PageContent } from "../page-kind.ts";
import type { Pdfium } from "./engine.ts";

/** What is counted while reading, so that a hostile file stops instead of running on. */
export interface Budget {
  glyphs: number;
  objects: number;
  segments: number;
}

export const budget = (): Budget => ({ glyphs: LIMITS.glyphs, objects: LIMITS.drawnObjects, segments: LIMITS.pathSegments });

const OBJECT_TEXT = 1;
const OBJECT_PATH = 2;
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
const SEGMENT_LINE = 0;
const SEGMENT_BEZIER = 1;
const SEGMENT_MOVE = 2;
/** White space, control characters and invisible marks. */
const UNPRINTED = /^[\s\p{Cc}\p{Cf}\ufffe\uffff]$/u;

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** First m, then n. */
const multiply = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];

const apply = (m: Matrix, x: number, y: number): [number, number] => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];

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

interface Drawing {
  readonly strokes: Stroke[];
  readonly fills: Box[];
  readonly images: { readonly box: Box; readonly order: number }[];
  /** Text objects by address: the order they are drawn in, and whether they show. */
  readonly texts: Map<number, { readonly order: number; readonly invisible: boolean }>;
  curves: number;
}

const boxOf = (points: readonly (readonly [number, number])[]): Box => {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
};

function readPath(pdfium: Pdfium, object: number, matrix: Matrix, drawing: Drawing, limits: Budget): void {
  const { api, raw, scratch } = pdfium;
  const count = api.FPDFPath_CountSegments(object);
  limits.segments -= count;
  if (limits.segments < 0) throw new TooLargeError();
  api.FPDFPath_GetDrawMode(object, scratch, scratch + 4);
  const filled = new Int32Array(pdfium.bytes().buffer)[scratch >> 2] !== 0;
  const stroked = new Int32Array(pdfium.bytes().buffer)[(scratch >> 2) + 1] !== 0;
  if (!filled && !stroked) return;
  // Fully transparent paint does not show.
  const opaque = (read: (object: number, r: number, g: number, b: number, a: number) => boolean) =>
    !read(object, scratch, scratch + 4, scratch + 8, scratch + 12) || pdfium.bytes()[scratch + 12] !== 0;
  const strokes = stroked && opaque(api.FPDFPageObj_GetStrokeColor);
  const fills = filled && opaque(api.FPDFPageObj_GetFillColor);
  if (!strokes && !fills) return;
  raw._FPDFPageObj_GetMatrix(object, scratch);
  const own = pdfium.floats().subarray(scratch >> 2, (scratch >> 2) + 6);
  const toPage = multiply([own[0] ?? 1, own[1] ?? 0, own[2] ?? 0, own[3] ?? 1, own[4] ?? 0, own[5] ?? 0], matrix);
  api.FPDFPageObj_GetStrokeWidth(object, scratch);
  const thickness = (pdfium.floats()[scratch >> 2] ?? 0) * Math.sqrt(Math.abs(toPage[0] * toPage[3] - toPage[1] * toPage[2]));

  let subpath: [number, number][] = [];
  let curved = false;
  const flush = () => {
    // Four corners with axis-aligned sides, closed or not, are a filled rectangle.
    if (fills && !curved && subpath.length >= 4 && subpath.length <= 6) {
      const box = boxOf(subpath);
      const straight = subpath.every(([x, y], index) => {
        const next = subpath[(index + 1) % subpath.length] as [number, number];
        return Math.abs(x - next[0]) < 0.5 || Math.abs(y - next[1]) < 0.5;
      });
      if (straight) drawing.fills.push(box);
    } else if (fills && curved && subpath.length > 0) {
      const box = boxOf(subpath);
      // Round dots of a dotted border.
      if (box[2] <= 4 && box[3] <= 4) drawing.fills.push(box);
    }
    subpath = [];
    curved = false;
  };
  let bezierPoints = 0;
  for (let index = 0; index < count; index++) {
    const segment = api.FPDFPath_GetPathSegment(object, index);
    raw._FPDFPathSegment_GetPoint(segment, scratch, scratch + 4);
    const floats = pdfium.floats();
    const point = apply(toPage, floats[scratch >> 2] ?? 0, floats[(scratch >> 2) + 1] ?? 0);
    const type = api.FPDFPathSegment_GetType(segment);
    const last = subpath.at(-1);
    if (type === SEGMENT_MOVE) {
      flush();
      bezierPoints = 0;
    } else if (type === SEGMENT_BEZIER) {
      curved = true;
      if (++bezierPoints % 3 === 1 && fills) drawing.curves++;
    } else if (type === SEGMENT_LINE && strokes && last) {
      drawing.strokes.push({ x0: last[0], y0: last[1], x1: point[0], y1: point[1], thickness });
    }
    const first = subpath[0];
    subpath.push(point);
    if (raw._FPDFPathSegment_GetClose(segment) && strokes && first)
      drawing.strokes.push({ x0: point[0], y0: point[1], x1: first[0], y1: first[1], thickness });
  }
  flush();
}

function readObjects(
  pdfium: Pdfium,
  count: number,
  objectAt: (index: number) => number,
  matrix: Matrix,
  depth: number,
  drawing: Drawing,
  limits: Budget,
): void {
  const { api, raw, scratch } = pdfium;
  limits.objects -= count;
  if (limits.objects < 0) throw new TooLargeError();
  for (let index = 0; index < count; index++) {
    const object = objectAt(index);
    if (!object) continue;
    switch (api.FPDFPageObj_GetType(object)) {
      case OBJECT_TEXT: {
        const mode = api.FPDFTextObj_GetTextRenderMode(object);
        drawing.texts.set(object, { order: drawing.texts.size + drawing.images.length, invisible: mode === 3 || mode === 7 });
        break;
      }
      case OBJECT_PATH:
        readPath(pdfium, object, matrix, drawing, limits);
        break;
      case OBJECT_IMAGE: {
        raw._FPDFPageObj_GetMatrix(object, scratch);
        const own = Array.from(pdfium.floats().subarray(scratch >> 2, (scratch >> 2) + 6)) as unknown as Matrix;
        const toPage = multiply(own, matrix);
        const corners = [apply(toPage, 0, 0), apply(toPage, 1, 0), apply(toPage, 0, 1), apply(toPage, 1, 1)] as const;
        drawing.images.push({ box: boxOf(corners), order: drawing.texts.size + drawing.images.length });
        break;
      }
      case OBJECT_FORM: {
        if (depth >= LIMITS.nestedDrawings) throw new TooLargeError();
        raw._FPDFPageObj_GetMatrix(object, scratch);
        const own = Array.from(pdfium.floats().subarray(scratch >> 2, (scratch >> 2) + 6)) as unknown as Matrix;
        readObjects(
          pdfium,
          api.FPDFFormObj_CountObjects(object),
          (at) => api.FPDFFormObj_GetObject(object, at),
          multiply(own, matrix),
          depth + 1,
          drawing,
          limits,
        );
      }
    }
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
  const drawing: Drawing = { strokes: [], fills: [], images: [], texts: new Map(), curves: 0 };
  readObjects(pdfium, api.FPDFPage_CountObjects(page), (index) => api.FPDFPage_GetObject(page, index), view, 0, drawing, limits);
  const images = drawing.images.map(({ box, order }) => ({ box: clipped(box, width, height), order }));
  const covering = images.filter(({ box }) => box[2] * box[3] >= COVERING * width * height);

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
      const covered = covering.some(
        ({ box: area, order }) =>
          object !== undefined && order > object.order && x >= area[0] && x <= area[0] + area[2] && y >= area[1] && y <= area[1] + area[3],
      );
      (object?.invisible || covered ? hidden : glyphs).push(glyph);
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
  };
}
