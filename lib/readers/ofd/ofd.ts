import { type Colour, isFaint } from "../../document/appearance.ts";
import type { Box, Document } from "../../document/document.ts";
import { type PlacedFlaw, withFlaws } from "../../tables/flaws.ts";
import { boxAround, commonBox, contains, glyphBox, glyphCentre } from "../../tables/geometry.ts";
import { blocksOf } from "../../tables/layout.ts";
import { contentOf } from "../page-content.ts";
import { type PageContent, pageOf, readableOf } from "../page-kind.ts";
import type { Matrix } from "../plane.ts";
import { child, type XmlNode } from "../xml-tree.ts";
import { readContent } from "./content.ts";
import { type Drawing, emptyDrawing, type Holder, type Mark, type PlacedPicture, type Walk } from "./drawing.ts";
import { Fonts } from "./fonts.ts";
import { type LaidOver, laidOverOf } from "./laid-over.ts";
import { drawnBlanks, isTold, looksOf, type Page, type SeenCharacter } from "./looks.ts";
import { type OfdDocument, OfdPackage, resolve } from "./package.ts";
import { Pictures } from "./pictures.ts";
import { boundaryToPage, boxOnPage, MILLIMETRE } from "./place.ts";
import { NO_RESOURCES, type Resources, resourcesOf } from "./resources.ts";
import { isMark } from "./shapes.ts";
import { childrenOf, isTrue, numbersOf } from "./xml.ts";

const A4: readonly number[] = [0, 0, 210, 297];

/** A package while it is read. */
interface Reading {
  readonly ofd: OfdPackage;
  readonly pictures: Pictures;
  readonly fonts: Fonts;
}

/** A page to be read, and what it shares with the others of its document. */
interface Source {
  readonly document: OfdDocument;
  readonly path: string;
  /** Counted from 1 over all documents. */
  readonly number: number;
  readonly shared: Resources;
  readonly laid: LaidOver;
}

/** Where a page lies and what of it is shown; millimetres. */
function areaOf(root: XmlNode, document: OfdDocument): { readonly physical: readonly number[]; readonly shown: readonly number[] } {
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
function drawingOf({ ofd, pictures }: Reading, { document, path, shared, laid }: Source, root: XmlNode, holder: Holder, height: number): Drawing {
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
    readContent(appearance, { ...holder, toPage: boundaryToPage(appearance, holder.toPage), param: appearance.attributes.DrawParam }, above);
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

/** Parts of a picture's width and height at which it is asked what it shows. */
const TRIES = Array.from({ length: 8 }, (_, index) => (index + 0.5) / 8);

/** The colours that a picture shows; null among them where one can't be told. */
function coloursOf({ box: [x, y, width, height], at }: PlacedPicture): (Colour | null)[] {
  const shades = TRIES.flatMap((u) => TRIES.map((v) => at(x + u * width, y + v * height)));
  return shades.flatMap((shade) => (shade && shade.opacity > 0 ? [shade.colour] : []));
}

/** A small picture that shows something; one of a single colour may be what characters stand on. */
function markOf(picture: PlacedPicture): Mark[] {
  if (!isMark(picture.box)) return [];
  const { box, order, what, at } = picture;
  const [first, ...others] = coloursOf(picture);
  if (first === undefined) return [];
  return [first !== null && others.every((colour) => colour && isFaint(colour, first)) ? { box, order, what, at } : { box, order, what }];
}

/** Whether characters of the page stand on a mark as on their ground. */
const isGround = ({ box, order, at }: Mark, seen: readonly SeenCharacter[]): boolean =>
  at !== undefined &&
  seen.some((character) => {
    const [x, y] = glyphCentre(character.glyph);
    return character.style.order > order && !character.style.laidOver && character.shown && contains(box, x, y) && at(x, y) !== null;
  });

/** What lies on the page without being part of it, and what is drawn that nothing here reads. */
function besideText(number: number, page: Page, seen: readonly SeenCharacter[]): PlacedFlaw[] {
  const flaw = (kind: PlacedFlaw["kind"], how: string, box: Box, text = ""): PlacedFlaw => ({ kind, how, text, page: number, box });
  const remarks = seen.filter((character) => character.style.laidOver && isTold(character));
  const { drawing } = page;
  const marks = [...drawing.marks, ...drawing.pictures.flatMap(markOf)].filter((mark) => !isGround(mark, seen));
  return [
    ...remarks.map(({ glyph }) => flaw("covered", "批注文字", glyphBox(glyph), glyph.text)),
    ...drawnBlanks(page).map((glyph) => flaw("glyphs", "画成字形的空格", glyphBox(glyph))),
    ...marks.map(({ box, what }) => flaw("covered", what, box)),
  ];
}

async function readPage(reading: Reading, source: Source): Promise<PageContent> {
  const { ofd, pictures, fonts } = reading;
  const root = ofd.parse(source.path);
  const { physical, shown } = areaOf(root, source.document);
  const [left = 0, top = 0, millimetresWide = 0, millimetresHigh = 0] = physical;
  const [width, height] = [millimetresWide * MILLIMETRE, millimetresHigh * MILLIMETRE];
  const toPage: Matrix = [MILLIMETRE, 0, 0, MILLIMETRE, -left * MILLIMETRE, -top * MILLIMETRE];
  const holder: Holder = { toPage, clip: { box: boxOnPage(shown, toPage), shapes: [], settled: true }, opacity: 1, param: undefined, depth: 0 };
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
  const stamps = source.laid.annotations.filter(({ isStamp }) => isStamp).map(({ appearance }) => numbersOf(appearance.attributes.Boundary));
  const seals = [...stamps, ...source.laid.seals].map((box): Box => boxOnPage(box, toPage));
  return {
    ...content,
    geometry: { ...content.geometry, pictures: [...content.geometry.pictures, ...seals] },
    flaws: [...content.flaws, ...besideText(source.number, page, seen)],
  };
}

/**
 * Reads an OFD file (GB/T 33190): all its documents one after the other, text and tables as the pages show them, places in points.
 * Seals and stamps are pictures, invisible objects are left out; a typed remark is no text, and is told where it lies on text or in a cell.
 * @throws CorruptError, EncryptedError, TooLargeError, UnsupportedError
 */
export async function readOfd(bytes: Uint8Array): Promise<Document> {
  const ofd = new OfdPackage(bytes);
  const reading: Reading = { ofd, pictures: new Pictures(ofd), fonts: new Fonts(ofd) };
  const sources = ofd.documents
    .flatMap((document) => {
      const shared = resourcesOf(ofd, document.resources, NO_RESOURCES);
      const laidOver = laidOverOf(ofd, document);
      return document.pages.map(({ id, path }) => ({ document, path, shared, laid: laidOver(id) }));
    })
    .map((page, index): Source => ({ ...page, number: index + 1 }));
  const contents: PageContent[] = [];
  for (const source of sources) contents.push(await readPage(reading, source));
  return {
    format: "ofd",
    title: ofd.documents.find((document) => document.title !== null)?.title ?? null,
    pages: contents.map(pageOf),
    blocks: withFlaws(
      blocksOf(contents.map(readableOf)),
      contents.flatMap(({ flaws }) => flaws),
    ),
  };
}
