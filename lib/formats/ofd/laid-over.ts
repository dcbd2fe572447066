import type { Box } from "../../document/document.ts";
import { commonBox } from "../../pages/geometry.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { type OfdDocument, type OfdPackage, resolve } from "./package.ts";
import { childrenOf, descendants, isTrue, numbersOf } from "./xml.ts";

/** What lies on a page without being part of it, in millimetres. */
export interface LaidOver {
  /** Places of the seals of signatures, whose pictures are inside the signatures. */
  readonly seals: readonly Box[];
  readonly annotations: readonly Annotation[];
}

interface Annotation {
  readonly isStamp: boolean;
  /** What it draws, by its boundary's upper left corner. */
  readonly appearance: XmlNode;
}

const NOTHING: LaidOver = { seals: [], annotations: [] };

/** Where a seal shows: of one that lies across the edges of several pages, a part on each. */
function sealBox({ attributes }: XmlNode): Box | null {
  const [x, y, width, height] = numbersOf(attributes.Boundary);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  const [left, top, w, h] = numbersOf(attributes.Clip);
  if (left === undefined || top === undefined || w === undefined || h === undefined) return [x, y, width, height];
  return commonBox([x, y, width, height], [x + left, y + top, w, h]);
}

function sealsOf(ofd: OfdPackage, list: string | undefined, add: (page: string, seal: Box) => void): void {
  if (!list || !ofd.has(list)) return;
  for (const { attributes } of childrenOf(ofd.parse(list), "Signature")) {
    const path = resolve(list, attributes.BaseLoc ?? "");
    if (!ofd.has(path)) continue;
    for (const stamp of descendants(ofd.parse(path), "StampAnnot")) {
      const box = sealBox(stamp);
      if (box) add(stamp.attributes.PageRef ?? "", box);
    }
  }
}

function annotationsOf(
  ofd: OfdPackage,
  list: string | undefined,
  add: (page: string, annotation: Annotation) => void,
): void {
  if (!list || !ofd.has(list)) return;
  for (const page of childrenOf(ofd.parse(list), "Page")) {
    const path = resolve(list, child(page, "FileLoc")?.text.trim() ?? "");
    if (!ofd.has(path)) continue;
    for (const mark of childrenOf(ofd.parse(path), "Annot")) {
      const appearance = child(mark, "Appearance");
      if (!appearance || !isTrue(mark.attributes.Visible, true) || !isTrue(appearance.attributes.Visible, true))
        continue;
      add(page.attributes.PageID ?? "", { isStamp: mark.attributes.Type === "Stamp", appearance });
    }
  }
}

/** The seals, stamps and remarks of a document by the page they lie on. @throws CorruptError, TooLargeError */
export function laidOverOf(ofd: OfdPackage, document: OfdDocument): (page: string) => LaidOver {
  const laid = new Map<string, { seals: Box[]; annotations: Annotation[] }>();
  const on = (page: string) => {
    const known = laid.get(page) ?? { seals: [], annotations: [] };
    laid.set(page, known);
    return known;
  };
  sealsOf(ofd, document.signatures, (page, seal) => on(page).seals.push(seal));
  annotationsOf(ofd, document.annotations, (page, annotation) => on(page).annotations.push(annotation));
  return (page) => laid.get(page) ?? NOTHING;
}
