import type { Box } from "../../document/document.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import { boxAround, boxOfPoints, commonBox, glyphBox } from "../../pages/geometry.ts";
import { contentOf } from "../shared/page-content.ts";
import type { PageContent } from "../shared/page-kind.ts";
import type { Matrix } from "../shared/plane.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { readContent } from "./content.ts";
import { type Drawing, emptyDrawing, type Holder, type PlacedPicture, type Walk } from "./drawing.ts";
import type { Fonts } from "./fonts.ts";
import type { LaidOver } from "./laid-over.ts";
import { looksOf, type Page, type SeenCharacter } from "./looks.ts";
import { besideText } from "./marks.ts";
import { type OfdDocument, type OfdPackage, resolve } from "./package.ts";
import type { Pictures } from "./picture-shades.ts";
import { boundaryToPage, boxOnPage, MILLIMETRE } from "./place.ts";
import { type Resources, resourcesOf } from "./resources.ts";
import { childrenOf, isTrue, numbersOf } from "./xml.ts";

const A4: readonly number[] = [0, 0, 210, 297];

/** A package while it is read. */
export interface Reading {
  readonly ofd: OfdPackage;
  readonly pictures: Pictures;
  readonly fonts: Fonts;
}

/** A page to be read, and what it shares with the others of its document. */
export interface Source {
  readonly document: OfdDocument;
  readonly path: string;
  /** Counted from 1 over all documents. */
  readonly number: number;
  readonly shared: Resources;
  readonly laid: LaidOver;
}

/** Where a page lies and what of it is shown; millimetres. */
function areaOf(
  root: XmlNode,
  document: OfdDocument,
): { readonly physical: readonly number[]; readonly shown: readonly number[] } {
  const own = child(root, "Area");
  const boxIn = (text: string | undefined, otherwise: readonly number[]) => {
    const [, , width = 0, height = 0, ...rest] = numbersOf(text);
    return width > 0 && height > 0 && rest.length === 0 ? numbersOf(text) : otherwise;
  };
  const physical = boxIn(child(own, "PhysicalBox")?.text ?? document.physicalBox, A4);
  return { physical, shown: boxIn(own ? child(own, "ApplicationBox")?.text : document.applicationBox, physical) };
}

/** The resources of a part: those of its own over those it shares. */
function ownResources(ofd: OfdPackage, path: string, root: XmlNode, shared: Resources): Resources {
  const files = childrenOf(root, "PageRes").map((element) => resolve(path, element.text.trim()));
  return resourcesOf(
    ofd,
    files.filter((file) => ofd.has(file)),
    shared,
  );
}

/** What a page draws: the templates under it, its own layers, the templates over it, and what is laid on it. */
function drawingOf(
  { ofd, pictures }: Reading,
  { document, path, shared, laid }: Source,
  root: XmlNode,
  holder: Holder,
  height: number,
): Drawing {
  const drawing = emptyDrawing(height);
  const draw = (file: string, page: XmlNode) => {
    const content = child(page, "Content");
    const resources = ownResources(ofd, file, page, shared);
    if (content) readContent(content, holder, { drawing, resources, pictures, laidOver: false });
  };
  const templates = childrenOf(root, "Template").flatMap(({ attributes }) => {
    const template = document.templates.get(attributes.TemplateID ?? "");
    if (!template || !ofd.has(template.path) || !isTrue(attributes.Visible, true)) return [];
    return [{ path: template.path, over: (attributes.ZOrder ?? template.layer) === "Foreground" }];
  });
  for (const template of templates) if (!template.over) draw(template.path, ofd.parse(template.path));
  draw(path, root);
  for (const template of templates) if (template.over) draw(template.path, ofd.parse(template.path));
  const above: Walk = { drawing, resources: shared, pictures, laidOver: true };
  for (const { appearance } of laid.annotations) {
    readContent(
      appearance,
      { ...holder, toPage: boundaryToPage(appearance, holder.toPage), param: appearance.attributes.DrawParam },
      above,
    );
  }
  for (const seal of laid.seals) {
    const box = boxOnPage(seal, holder.toPage);
    // What a seal shows is inside its signature.
    drawing.paints.add({ box, order: ++drawing.objects, what: "印章", at: () => ({ colour: null, opacity: 1 }) });
  }
  return drawing;
}

/** Decodes the pictures that lie under or over characters. */
async function loadPictures(pictures: Pictures, { pictures: placed, characters }: Drawing): Promise<void> {
  const text = boxAround(characters.map(({ glyph }) => glyphBox(glyph)));
  for (const { path, box } of placed) {
    const [, , width, height] = commonBox(box, text);
    if (width > 0 && height > 0) await pictures.load(path);
  }
}

/** What a page shows, and the pictures that are drawn on it, with what lies on them and is no picture. */
export interface PageShown extends PageContent {
  readonly placed: readonly PlacedPicture[];
  readonly over: readonly PlacedFlaw[];
}

/** What lies on a page's pictures and is not drawn with them. */
function overPictures(number: number, { drawing, width, height }: Page, seen: readonly SeenCharacter[]): PlacedFlaw[] {
  const drawn = drawing.pictures.filter((picture) => picture.drawn);
  const first = Math.min(...drawn.map(({ order }) => order));
  const told = new Set<unknown>(drawn);
  const flaw = (box: Box, how: string, text = ""): PlacedFlaw => ({ kind: "covered", how, text, page: number, box });
  return [
    ...seen.filter(({ shown }) => shown).map(({ glyph }) => flaw(glyphBox(glyph), "图片上另加的文字", glyph.text)),
    ...drawing.paints
      .over([0, 0, width, height])
      .filter((paint) => paint.order > first && !told.has(paint))
      .map(({ box, what }) => flaw(box, what)),
    ...drawing.marks.filter(({ order }) => order > first).map(({ box, what }) => flaw(box, what)),
    ...drawing.pens.map(({ x0, y0, x1, y1 }) =>
      flaw(
        boxOfPoints([
          [x0, y0],
          [x1, y1],
        ]),
        "线条",
      ),
    ),
  ];
}

/** Everything that one page shows. @throws CorruptError, TooLargeError */
export async function readPage(reading: Reading, source: Source): Promise<PageShown> {
  const { ofd, pictures, fonts } = reading;
  const root = ofd.parse(source.path);
  const { physical, shown } = areaOf(root, source.document);
  const [left = 0, top = 0, millimetresWide = 0, millimetresHigh = 0] = physical;
  const [width, height] = [millimetresWide * MILLIMETRE, millimetresHigh * MILLIMETRE];
  const toPage: Matrix = [MILLIMETRE, 0, 0, MILLIMETRE, -left * MILLIMETRE, -top * MILLIMETRE];
  const holder: Holder = {
    toPage,
    clip: { box: boxOnPage(shown, toPage), shapes: [], settled: true },
    opacity: 1,
    param: undefined,
    depth: 0,
  };
  const drawing = drawingOf(reading, source, root, holder, height);
  await loadPictures(pictures, drawing);
  await fonts.load(drawing.characters.flatMap(({ drawn }) => drawn ?? []));
  const page: Page = { width, height, drawing, fonts };
  const seen = looksOf(page);
  const { strokes, fills, curves } = drawing;
  const images = drawing.pictures.filter((picture) => !picture.laidOver);
  const content = contentOf(
    { number: source.number, width, height, strokes, fills, images, curves },
    seen.filter(({ style }) => !style.laidOver),
  );
  const stamps = source.laid.annotations
    .filter(({ isStamp }) => isStamp)
    .map(({ appearance }) => numbersOf(appearance.attributes.Boundary));
  const seals = [...stamps, ...source.laid.seals].map((box): Box => boxOnPage(box, toPage));
  return {
    ...content,
    geometry: { ...content.geometry, pictures: [...content.geometry.pictures, ...seals] },
    flaws: [...content.flaws, ...besideText(source.number, page, seen)],
    placed: drawing.pictures,
    over: drawing.pictures.length === 0 ? [] : overPictures(source.number, page, seen),
  };
}
