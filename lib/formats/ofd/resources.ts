import type { XmlNode } from "../shared/xml-tree.ts";
import { type OfdPackage, resolve } from "./package.ts";
import { descendants, numbersOf } from "./xml.ts";

interface ColourSpace {
  /** GRAY, RGB or CMYK. */
  readonly type: string;
  readonly bits: number;
  /** The channels of its colours by index. */
  readonly palette: readonly (readonly number[])[];
}

/** What the resource files define, by identifier. */
export interface Resources {
  readonly drawParams: ReadonlyMap<string, XmlNode>;
  readonly composites: ReadonlyMap<string, XmlNode>;
  readonly colourSpaces: ReadonlyMap<string, ColourSpace>;
  /**
   * Where the files of embedded fonts and of pictures are in the package. A font whose file it lacks is no embedded
   * one.
   */
  readonly fonts: ReadonlyMap<string, string>;
  readonly pictures: ReadonlyMap<string, string>;
}

export const NO_RESOURCES: Resources = {
  drawParams: new Map(),
  composites: new Map(),
  colourSpaces: new Map(),
  fonts: new Map(),
  pictures: new Map(),
};

const textOf = (element: XmlNode, name: string): string => descendants(element, name)[0]?.text.trim() ?? "";

function colourSpaceOf(element: XmlNode): ColourSpace {
  return {
    type: (element.attributes.Type ?? "RGB").toUpperCase(),
    bits: Number(element.attributes.BitsPerComponent ?? 8) || 8,
    palette: descendants(element, "CV").map(({ text }) => numbersOf(text)),
  };
}

/**
 * What some resource files define, over what others define already.
 * @throws CorruptError, TooLargeError
 */
export function resourcesOf(ofd: OfdPackage, paths: readonly string[], outer: Resources): Resources {
  if (paths.length === 0) return outer;
  const drawParams = new Map(outer.drawParams);
  const composites = new Map(outer.composites);
  const colourSpaces = new Map(outer.colourSpaces);
  const fonts = new Map(outer.fonts);
  const pictures = new Map(outer.pictures);
  for (const path of paths) {
    const root = ofd.parse(path);
    const base = root.attributes.BaseLoc?.trim() ?? "";
    // Some writers repeat the folder in front of each file.
    const fileOf = (location: string): string => {
      const within = resolve(path, location.startsWith("/") || base === "" ? location : `${base}/${location}`);
      const beside = resolve(path, location);
      return !ofd.has(within) && ofd.has(beside) ? beside : within;
    };
    const id = ({ attributes }: XmlNode) => attributes.ID ?? "";
    for (const param of descendants(root, "DrawParam")) drawParams.set(id(param), param);
    for (const unit of descendants(root, "CompositeGraphicUnit")) composites.set(id(unit), unit);
    for (const space of descendants(root, "ColorSpace")) colourSpaces.set(id(space), colourSpaceOf(space));
    for (const font of descendants(root, "Font")) {
      const file = fileOf(textOf(font, "FontFile"));
      if (ofd.has(file)) fonts.set(id(font), file);
    }
    for (const media of descendants(root, "MultiMedia")) pictures.set(id(media), fileOf(textOf(media, "MediaFile")));
  }
  return { drawParams, composites, colourSpaces, fonts, pictures };
}
