import { SaxesParser } from "saxes";
import type { FlatText } from "../../document/document.ts";
import { withoutTrailing } from "../../document/text.ts";
import { CorruptError } from "../errors.ts";
import { flatTextOf } from "../placed/flat-text.ts";
import { type PlacedPage, type PlacedString, uprightPage } from "../placed/strings.ts";
import { child, decodeXml } from "../xml-tree.ts";
import { OfdPackage } from "./package.ts";
import { childrenOf, localName } from "./xml.ts";

type Turned = PlacedString & { readonly quarter: number };

const POINTS = 72 / 25.4;
const list = (text: string | undefined) =>
  (text ?? "")
    .trim()
    .split(/\s+/u)
    .filter((part) => part !== "");

/** The distances of DeltaX or DeltaY written out, at most as many as there are characters. */
function distances(text: string | undefined, most: number): number[] {
  const written = list(text)
    .join(" ")
    .replace(/[gG] (\d+) (\S+)/gu, (_, times: string, distance: string) => `${distance} `.repeat(Math.min(Number(times), most)));
  return list(written).slice(0, most).map(Number);
}

interface OpenText {
  readonly attributes: Readonly<Record<string, string>>;
  x: number;
  y: number;
}

/** The strings of one text code: a wide step, or one to another line, begins a new string. */
function stringsOf(object: OpenText, code: Readonly<Record<string, string>>, text: string): Turned[] {
  const [bx = 0, by = 0] = list(object.attributes.Boundary).map(Number);
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = list(object.attributes.CTM).map(Number);
  const size = Number(object.attributes.Size ?? 0);
  const characters = [...withoutTrailing(text.replace(/^[\r\n\t]+/u, ""), /[\r\n\t]/u)];
  const dx = distances(code.DeltaX, characters.length);
  const dy = distances(code.DeltaY, characters.length);
  const quarter = ((Math.round(Math.atan2(b, a) / (Math.PI / 2)) % 4) + 4) % 4;
  const height = size * Math.hypot(c, d) * POINTS;
  const breadth = Math.hypot(a, b) * POINTS;
  const strings: Turned[] = [];
  let [x, y] = [object.x, object.y];
  let current: Turned | undefined;
  let from = 0;
  characters.forEach((character, index) => {
    const own = (character.charCodeAt(0) > 0x2e7f ? 1 : 0.5) * size * (Number(object.attributes.HScale ?? 1) || 1);
    const stepX = dx.length === 0 && dy.length === 0 ? own : (dx[index] ?? dx.at(-1) ?? 0);
    const stepY = dy[index] ?? dy.at(-1) ?? 0;
    const extent = Math.min(Math.max(stepX, 0) || own, own) * breadth;
    if (character.trim() !== "") {
      const placed = {
        text: character,
        x: (a * x + c * y + e + bx) * POINTS,
        y: (b * x + d * y + f + by) * POINTS,
        width: extent,
        size: height || 1,
        quarter,
      };
      current = current ? { ...current, text: current.text + character, width: (x - from) * breadth + extent } : placed;
      if (current === placed) from = x;
    }
    x += stepX;
    y += stepY;
    if (current && (stepX > Math.max(own + 0.45 * size, 1.3 * size) || stepX < 0 || Math.abs(stepY) > 0.3 * size || character.trim() === "")) {
      strings.push(current);
      current = undefined;
    }
  });
  if (current) strings.push(current);
  return strings;
}

/** The strings of a page or template in the order they are drawn; what is invisible is left out. */
function readStrings(xml: string): Turned[] {
  const strings: Turned[] = [];
  const parser = new SaxesParser({ xmlns: false });
  let invisible = 0;
  let object: OpenText | undefined;
  let code: Record<string, string> | undefined;
  let text = "";
  parser.on("error", (error) => {
    throw new CorruptError(undefined, { cause: error });
  });
  parser.on("opentag", ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    if (invisible > 0 || given.Visible === "false") invisible++;
    if (invisible > 0) return;
    if (localName(name) === "TextObject") object = { attributes: given, x: 0, y: 0 };
    if (localName(name) === "TextCode") {
      code = given;
      text = "";
    }
  });
  const addText = (part: string) => {
    text += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", ({ name }) => {
    if (invisible > 0) {
      invisible--;
      return;
    }
    if (localName(name) === "TextCode" && object && code) {
      object.x = Number(code.X ?? object.x) || 0;
      object.y = Number(code.Y ?? object.y) || 0;
      strings.push(...stringsOf(object, code, text));
    }
    if (localName(name) === "TextObject") object = undefined;
  });
  parser.write(xml).close();
  return strings;
}

/**
 * The text of an OFD file, read a second time from its bytes: the text codes in the order they are drawn, without borders, tables or layers.
 * @throws CorruptError, EncryptedError, TooLargeError, UnsupportedError
 */
export function flatTextOfOfd(bytes: Uint8Array): FlatText {
  const ofd = new OfdPackage(bytes);
  const pages = ofd.documents.flatMap((document) =>
    document.pages.map((page): PlacedPage => {
      const root = ofd.parse(page.path);
      const [left = 0, top = 0, width = 210, height = 297] = list(child(child(root, "Area"), "PhysicalBox")?.text ?? document.physicalBox).map(
        Number,
      );
      const templates = childrenOf(root, "Template").flatMap(({ attributes }) => document.templates.get(attributes.TemplateID ?? "") ?? []);
      const strings = [...templates.filter((path) => ofd.has(path)), page.path].flatMap((path) => readStrings(decodeXml(ofd.read(path))));
      const moved = strings.map((string) => ({ ...string, x: string.x - left * POINTS, y: string.y - top * POINTS }));
      return uprightPage(width * POINTS, height * POINTS, moved);
    }),
  );
  return flatTextOf(pages);
}
