import { isShifted, subscript, superscript } from "../../document/appearance.ts";
import type { FlatText } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, EncryptedError, TooLargeError } from "../errors.ts";
import { cmapsLocation } from "../shared/pdfium/location.ts";
import { flatTextOf } from "../shared/placed/flat-text.ts";
import { type PlacedPage, type PlacedString, uprightPage, withLaidOver } from "../shared/placed/strings.ts";
import { layersThatHide, withoutHiddenLayers } from "./text-layers.ts";

type Pdfjs = typeof import("pdfjs-dist/legacy/build/pdf.mjs");
let library: Promise<Pdfjs> | undefined;

/**
 * pdf.js looks for browser classes when it is imported and for its worker's file when it starts. Neither is needed to
 * read text: empty classes will do, and the worker's code is taken from the same bundle. In Node 20 that bundle puts its
 * own, slow functions in the place of two of the engine's, for corner cases that nobody here meets: they are put back.
 * It would also load a native library that draws, which takes longer than reading a report.
 */
export async function loadPdfjs(): Promise<Pdfjs> {
  const { push } = Array.prototype;
  const { parse } = JSON;
  const scope = globalThis as Record<string, unknown>;
  for (const name of ["DOMMatrix", "ImageData", "Path2D"]) scope[name] ??= class {};
  // By this it asks for the library; it complains on the console that it does not get it.
  const { getBuiltinModule } = process;
  process.getBuiltinModule = ((name: string) =>
    name === "module" ? undefined : getBuiltinModule(name)) as typeof getBuiltinModule;
  const { warn } = console;
  console.warn = () => {};
  try {
    scope.pdfjsWorker ??= await import("pdfjs-dist/legacy/build/pdf.worker.mjs" as string);
    return await import("pdfjs-dist/legacy/build/pdf.mjs");
  } finally {
    console.warn = warn;
    Object.assign(process, { getBuiltinModule });
    Object.assign(Array.prototype, { push });
    Object.assign(JSON, { parse });
  }
}

/** How a file is opened: text only, nothing run or fetched. */
export const openingOf = async (bytes: Uint8Array) => ({
  // The library takes the buffer over.
  data: Uint8Array.from(bytes),
  verbosity: 0,
  isEvalSupported: false,
  // Its modules would have memory without a bound; only drawing needs them.
  useWasm: false,
  disableFontFace: true,
  useSystemFonts: false,
  cMapUrl: `${await cmapsLocation()}/`,
  cMapPacked: true,
});

type Matrix = readonly [number, number, number, number, number, number];

/** The writing direction in quarter turns, clockwise, of a text matrix on the page as shown. */
function quarterOf(view: Matrix, text: Matrix): number {
  const x = view[0] * text[0] + view[2] * text[1];
  const y = view[1] * text[0] + view[3] * text[1];
  return ((Math.round(Math.atan2(y, x) / (Math.PI / 2)) % 4) + 4) % 4;
}

/** A note mark is at most this part of the size of what it marks, and follows it at once. */
const MARK_SIZE = 0.88;
const MARK_GAP = 0.3;

/** Small digits off the line of the string before them as the raised or lowered characters they are. */
function withNoteMarks<T extends PlacedString>(strings: readonly T[]): T[] {
  return strings.map((string, index) => {
    const before = strings[index - 1];
    if (!before || !/^[0-9]+$/u.test(string.text.trim()) || string.size > MARK_SIZE * before.size) return string;
    const rise = before.y - string.y;
    const beside =
      Math.abs(string.x - before.x - before.width) < MARK_GAP * before.size && Math.abs(rise) < before.size;
    if (!beside || !isShifted(rise, before.size)) return string;
    return { ...string, text: rise > 0 ? superscript(string.text) : subscript(string.text) };
  });
}

/** What pdf.js says of a form field or a remark. */
interface Annotation {
  readonly subtype: string;
  readonly rect: readonly [number, number, number, number];
  readonly annotationFlags: number;
  readonly fieldType?: string;
  readonly fieldValue?: unknown;
  readonly contentsObj?: { readonly str: string };
  readonly defaultAppearanceData?: { readonly fontSize: number };
}

/** Flags of annotations that do not show: hidden, not for viewing. */
const NOT_SHOWN = 2 | 32;
const USUAL_SIZE = 10;

/** The words of form fields and typed remarks, each in the middle of its rectangle, which may hold several lines. */
function laidOver(
  annotations: readonly Annotation[],
  toPage: (x: number, y: number) => [number, number],
): PlacedString[] {
  return annotations.flatMap(
    ({ subtype, rect, annotationFlags, fieldType, fieldValue, contentsObj, defaultAppearanceData }) => {
      if ((annotationFlags & NOT_SHOWN) !== 0) return [];
      const said =
        subtype === "FreeText"
          ? contentsObj?.str
          : subtype === "Widget" && fieldType !== "Btn"
            ? fieldValue
            : undefined;
      const lines = [said]
        .flat()
        .flatMap((part) => (typeof part === "string" ? part.split(/[\r\n]+/u) : []))
        .filter((line) => line.trim() !== "");
      const [[ax, ay], [bx, by]] = [toPage(rect[0], rect[1]), toPage(rect[2], rect[3])];
      const [left, top, width, height] = [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
      const pitch = height / Math.max(lines.length, 1);
      const size = Math.min(defaultAppearanceData?.fontSize || USUAL_SIZE, pitch);
      return lines.map((text, index) => ({
        text,
        x: left,
        y: top + (index + 0.5) * pitch + 0.35 * size,
        width: Math.min(width, [...text].length * size),
        size,
      }));
    },
  );
}

async function placedPages(bytes: Uint8Array): Promise<PlacedPage[]> {
  library ??= loadPdfjs();
  const pdfjs = await library;
  const task = pdfjs.getDocument(await openingOf(bytes));
  try {
    const document = await task.promise;
    const layers = await layersThatHide(document);
    if (document.numPages > LIMITS.pages)
      throw new TooLargeError(`文件有${document.numPages}页，超出上限${LIMITS.pages}页，请拆分后重新提交。`);
    const pages: PlacedPage[] = [];
    let count = 0;
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const viewport = page.getViewport({ scale: 1 });
      const view = viewport.transform as unknown as Matrix;
      const content = await page.getTextContent({ disableNormalization: true, includeMarkedContent: layers !== null });
      const items = layers ? await withoutHiddenLayers(page, content.items, layers) : content.items;
      count += items.length;
      if (count > LIMITS.textStrings) throw new TooLargeError();
      const strings: (PlacedString & { quarter: number })[] = [];
      for (const item of items) {
        if (!("str" in item) || item.str.trim() === "") continue;
        const matrix = item.transform as unknown as Matrix;
        const [x, y] = viewport.convertToViewportPoint(matrix[4], matrix[5]) as [number, number];
        strings.push({
          text: item.str,
          x,
          y,
          width: item.width,
          size: Math.hypot(matrix[2], matrix[3]) || 1,
          quarter: quarterOf(view, matrix),
        });
      }
      const laid = laidOver(
        (await page.getAnnotations()) as Annotation[],
        (x, y) => viewport.convertToViewportPoint(x, y) as [number, number],
      );
      count += laid.length;
      const upright = uprightPage(viewport.width, viewport.height, [
        ...withNoteMarks(strings),
        ...laid.map((string) => ({ ...string, quarter: 0 })),
      ]);
      pages.push(
        withLaidOver(
          { ...upright, strings: upright.strings.slice(0, strings.length) },
          upright.strings.slice(strings.length),
        ),
      );
      page.cleanup();
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/**
 * The text of a PDF, read a second time from its bytes by another library (pdf.js) and in the order of drawing.
 * pdf.js may hang or run out of memory on hostile files: run it where it can be killed.
 * @throws EncryptedError, TooLargeError, CorruptError
 */
export async function flatTextOfPdf(bytes: Uint8Array): Promise<FlatText> {
  return flatTextOf(await pagesOf(bytes));
}

async function pagesOf(bytes: Uint8Array): Promise<PlacedPage[]> {
  try {
    return await placedPages(bytes);
  } catch (error) {
    if (error instanceof TooLargeError) throw error;
    if (error instanceof Error && error.name === "PasswordException") throw new EncryptedError();
    throw new CorruptError(undefined, { cause: error });
  }
}
