import { SaxesParser } from "saxes";
import { CorruptError } from "../errors.ts";
import type { Mark } from "./flat-marks.ts";
import { type Attributes, marksOf, type Open, off } from "./flat-objects.ts";
import { localName } from "./xml.ts";

const OBJECTS: ReadonlySet<string> = new Set(["TextObject", "PathObject", "ImageObject", "CompositeObject"]);
/** A reference that is named as what it refers to has no size of its own. */
const isReference = (name: string, attributes: Attributes) =>
  name === "CompositeGraphicUnit" && attributes.ResourceID !== undefined;

/** From the bottom to the top; a layer of no type is of the second. */
const LAYERS = ["Background", "Body", "Foreground"];

/**
 * The marks of a page, template or resource file in the order they are drawn, and those of the composite units defined
 * in it; what is invisible is left out.
 * @throws CorruptError
 */
export function readMarks(xml: string): { readonly marks: Mark[]; readonly units: ReadonlyMap<string, Mark[]> } {
  const layers: readonly Mark[][] = LAYERS.map(() => []);
  const body = layers[1] as Mark[];
  const units = new Map<string, Mark[]>();
  let into = body;
  let invisible = 0;
  let clips = 0;
  let object: Open | undefined;
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => {
    throw new CorruptError(undefined, { cause: error });
  });
  let open = "";
  parser.on("opentag", ({ name: full, attributes: given }) => {
    const attributes = given as Attributes;
    const name = localName(full);
    open = name;
    if (invisible > 0 || off(attributes.Visible)) invisible++;
    if (name === "Clips") clips++;
    if (invisible > 0 || clips > 0) return;
    if (OBJECTS.has(name) || isReference(name, attributes))
      object = { name, attributes, fill: undefined, data: "", codes: [] };
    else if (name === "Layer") into = layers[LAYERS.indexOf(attributes.Type ?? "")] ?? body;
    else if (name === "CompositeGraphicUnit") {
      into = [];
      units.set(attributes.ID ?? "", into);
    } else if (object && name === "FillColor") object.fill = attributes;
    else if (object && name === "TextCode") object.codes.push({ attributes, text: "" });
  });
  const addText = (part: string) => {
    if (!object || invisible > 0 || clips > 0) return;
    const code = object.codes.at(-1);
    if (open === "TextCode" && code) code.text += part;
    else if (open === "AbbreviatedData") object.data += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", ({ name: full, attributes }) => {
    const name = localName(full);
    open = "";
    if (name === "Clips") clips--;
    if (invisible > 0) invisible--;
    else if (object && name === object.name && clips === 0) {
      into.push(...marksOf(object));
      object = undefined;
    } else if (name === "Layer" || (name === "CompositeGraphicUnit" && !isReference(name, attributes as Attributes)))
      into = body;
  });
  parser.write(xml).close();
  return { marks: layers.flat(), units };
}
