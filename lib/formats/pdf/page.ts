import { contentOf } from "../shared/page-content.ts";
import type { PageContent } from "../shared/page-kind.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { type Field, staleFields } from "./annotations.ts";
import type { Budget } from "./budget.ts";
import { charactersOf } from "./characters.ts";
import { inkOf } from "./ink.ts";
import { looksOf } from "./looks.ts";
import { drawingOf, type View } from "./objects.ts";
import { boundsOfObject } from "./paint.ts";

/** From user space (y upwards, unturned) to the page as a reader sees it. */
function viewOf(pdfium: Pdfium, page: number): View {
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

/** A page that the engine has loaded, its annotations part of it. */
interface LoadedPage {
  readonly document: number;
  readonly page: number;
  /** Counted from 1. */
  readonly number: number;
  readonly fields: readonly Field[];
}

/**
 * Everything that one loaded page shows.
 * @throws TooLargeError when the budget of the document is used up
 */
export function readPage(pdfium: Pdfium, loaded: LoadedPage, limits: Budget): PageContent {
  const { page, number, fields } = loaded;
  const shown = viewOf(pdfium, page);
  const { view, width, height } = shown;
  const drawing = drawingOf(pdfium, loaded, shown, limits);
  const characters = charactersOf(pdfium, page, view, limits);
  const boundsOf = (address: number) => boundsOfObject(pdfium, address);
  const seen = looksOf(characters, {
    width,
    height,
    drawing,
    ink: inkOf(pdfium, page, drawing.texts.keys()),
    boundsOf,
  });
  const { strokes, fills, images, curves } = drawing;
  const content = contentOf({ number, width, height, strokes, fills, images, curves }, seen);
  return { ...content, flaws: [...content.flaws, ...staleFields(fields, content.geometry.glyphs, view, number)] };
}
