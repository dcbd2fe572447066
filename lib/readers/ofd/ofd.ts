import type { Box, Document } from "../../document/document.ts";
import { withFlaws } from "../../tables/flaws.ts";
import { contains, type Glyph, type PageGeometry } from "../../tables/geometry.ts";
import { blocksOf } from "../../tables/layout.ts";
import { type PageContent, pageOf, readableOf } from "../page-kind.ts";
import { child, type XmlNode } from "../xml-tree.ts";
import { type Drawing, MILLIMETRE, numbersOf, type Resources, readContent } from "./content.ts";
import { type LaidOver, laidOverOf, type OfdDocument, OfdPackage, resolve } from "./package.ts";
import { childrenOf, descendants } from "./xml.ts";

const A4: readonly number[] = [0, 0, 210, 297];
/** A picture this large (share of the page) that is drawn over text hides it: a scan with its text layer beneath. */
const COVERING = 0.3;

function resourcesOf(ofd: OfdPackage, paths: readonly string[]): Resources {
  const drawParams = new Map<string, XmlNode>();
  const composites = new Map<string, XmlNode>();
  for (const path of paths) {
    const root = ofd.parse(path);
    for (const param of descendants(root, "DrawParam")) drawParams.set(param.attributes.ID ?? "", param);
    for (const unit of descendants(root, "CompositeGraphicUnit")) composites.set(unit.attributes.ID ?? "", unit);
  }
  return { drawParams, composites };
}

/** Points: as large as the text of a table. */
const REMARK_SIZE = 10;
/** A remark typed over a page may change what a cell says: its place is marked, so that the cell is no plain figure any more. */
const REMARK = "\ufffc";

function remarkIn([x, y, width, height]: Box): Glyph {
  const size = Math.min(width, height, REMARK_SIZE);
  return { text: REMARK, x: x + (width - size) / 2, y: y + height / 2 + 0.38 * size, size: size || 1, advance: size, angle: 0 };
}

function readPage(ofd: OfdPackage, document: OfdDocument, path: string, number: number, shared: Resources, laid: readonly LaidOver[]): PageContent {
  const root = ofd.parse(path);
  const own = childrenOf(root, "PageRes")
    .map((element) => resolve(path, element.text.trim()))
    .filter((resource) => ofd.has(resource));
  const local = resourcesOf(ofd, own);
  const resources = {
    drawParams: new Map([...shared.drawParams, ...local.drawParams]),
    composites: new Map([...shared.composites, ...local.composites]),
  };
  const stated = numbersOf(child(child(root, "Area"), "PhysicalBox")?.text ?? document.physicalBox);
  const [left = 0, top = 0, millimetresWide = 210, millimetresHigh = 297] = stated.length === 4 ? stated : A4;
  const [width, height] = [millimetresWide * MILLIMETRE, millimetresHigh * MILLIMETRE];
  const toPoints = [MILLIMETRE, 0, 0, MILLIMETRE, -left * MILLIMETRE, -top * MILLIMETRE] as const;

  const drawing: Drawing = { strokes: [], fills: [], glyphs: [], images: [], curves: 0, objects: 0 };
  const templates = childrenOf(root, "Template");
  const draw = (content: XmlNode | undefined) => content && readContent(content, toPoints, undefined, resources, drawing);
  const drawTemplates = (foreground: boolean) => {
    for (const { attributes } of templates) {
      const location = document.templates.get(attributes.TemplateID ?? "");
      if (location && (attributes.ZOrder === "Foreground") === foreground && ofd.has(location)) draw(child(ofd.parse(location), "Content"));
    }
  };
  drawTemplates(false);
  draw(child(root, "Content"));
  drawTemplates(true);

  const covering = drawing.images.filter(({ box }) => box[2] * box[3] >= COVERING * width * height);
  const isHidden = ({ glyph, order, hidden }: Drawing["glyphs"][number]) =>
    hidden || covering.some(({ box, order: over }) => over > order && contains(box, glyph.x, glyph.y));
  const places = laid.map(({ box, worded }) => {
    const [x = 0, y = 0, w = 0, h = 0] = numbersOf(box).map((value) => value * MILLIMETRE);
    return { worded, box: [x - left * MILLIMETRE, y - top * MILLIMETRE, w, h] as Box };
  });
  const pictures = drawing.images.map(({ box }) => box);
  const remarks = places.filter(({ worded }) => worded).map(({ box }) => remarkIn(box));
  const shown = [...drawing.glyphs.filter((placed) => !isHidden(placed)).map(({ glyph }) => glyph), ...remarks];
  const hidden = drawing.glyphs.filter(isHidden).map(({ glyph }) => glyph);
  const geometry: PageGeometry = {
    number,
    width,
    height,
    strokes: drawing.strokes,
    fills: drawing.fills,
    glyphs: shown,
    pictures: [...pictures, ...places.filter(({ worded }) => !worded).map(({ box }) => box)],
  };
  const area = pictures.reduce((sum, box) => sum + box[2] * box[3], 0);
  return { geometry, hidden, pictured: Math.min(area / Math.max(width * height, 1), 1), curves: drawing.curves, unmapped: 0, flaws: [] };
}

/**
 * Reads an OFD file (GB/T 33190): all its documents one after the other, text and tables as the pages show them, places in points.
 * Seals and stamps are pictures, invisible objects are left out; a typed remark is a place, marked by U+FFFC, not text.
 * @throws CorruptError, EncryptedError, TooLargeError, UnsupportedError
 */
export function readOfd(bytes: Uint8Array): Document {
  const ofd = new OfdPackage(bytes);
  const contents = ofd.documents
    .flatMap((document) => {
      const resources = resourcesOf(ofd, document.resources);
      const laid = laidOverOf(ofd, document);
      return document.pages.map((page) => ({ document, page, resources, laid: laid.get(page.id) ?? [] }));
    })
    .map(({ document, page, resources, laid }, index) => readPage(ofd, document, page.path, index + 1, resources, laid));
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
