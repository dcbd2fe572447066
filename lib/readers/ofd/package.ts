import { posix } from "node:path";
import { LIMITS } from "../../limits.ts";
import { type ArchiveEntry, listEntries, readEntry } from "../archive.ts";
import { CorruptError, EncryptedError, TooLargeError } from "../errors.ts";
import { child, type XmlNode } from "../xml-tree.ts";
import { childrenOf, descendants, parseXml } from "./xml.ts";

/** GB/T 33190: a zip of XML files. OFD.xml names the documents, each document its pages, templates and resources. */
export interface OfdPage {
  readonly id: string;
  readonly path: string;
}

export interface OfdDocument {
  readonly path: string;
  readonly title: string | null;
  readonly pages: readonly OfdPage[];
  /** Paths of the template pages by identifier. */
  readonly templates: ReadonlyMap<string, string>;
  /** Paths of the resource files. */
  readonly resources: readonly string[];
  /** Size of pages that state none: x, y, width, height in millimetres. */
  readonly physicalBox: string | undefined;
  readonly signatures: string | undefined;
  readonly annotations: string | undefined;
}

export class OfdPackage {
  readonly documents: readonly OfdDocument[];
  private readonly bytes: Uint8Array;
  private readonly entries: ReadonlyMap<string, ArchiveEntry>;

  /** @throws CorruptError, EncryptedError, TooLargeError */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.entries = new Map(listEntries(bytes).map((entry) => [entry.name.toLowerCase(), entry]));
    if (this.entries.has("encryptions.xml")) throw new EncryptedError();
    const root = this.parse("OFD.xml");
    this.documents = childrenOf(root, "DocBody").flatMap((body) => this.readDocument(body) ?? []);
    const pages = this.documents.reduce((sum, document) => sum + document.pages.length, 0);
    if (pages === 0) throw new CorruptError();
    if (pages > LIMITS.pages) throw new TooLargeError(`文件有${pages}页，超出上限${LIMITS.pages}页，请拆分后重新提交。`);
  }

  /** The bytes of a file in the package. @throws CorruptError if it is missing */
  read(path: string): Uint8Array {
    const entry = this.entries.get(path.toLowerCase());
    if (!entry) throw new CorruptError();
    return readEntry(this.bytes, entry);
  }

  parse(path: string): XmlNode {
    return parseXml(this.read(path));
  }

  has(path: string): boolean {
    return this.entries.has(path.toLowerCase());
  }

  private readDocument(body: XmlNode): OfdDocument | null {
    const location = child(body, "DocRoot")?.text.trim();
    if (!location) return null;
    const path = resolve("OFD.xml", location);
    const root = this.parse(path);
    const common = child(root, "CommonData");
    const title = child(child(body, "DocInfo"), "Title")?.text.trim();
    const signatures = child(body, "Signatures")?.text.trim();
    const annotations = child(root, "Annotations")?.text.trim();
    const within = (element: XmlNode) => resolve(path, element.text.trim());
    return {
      path,
      title: title ? title : null,
      pages: childrenOf(child(root, "Pages"), "Page").map(({ attributes }) => ({
        id: attributes.ID ?? "",
        path: resolve(path, attributes.BaseLoc ?? ""),
      })),
      templates: new Map(childrenOf(common, "TemplatePage").map(({ attributes }) => [attributes.ID ?? "", resolve(path, attributes.BaseLoc ?? "")])),
      resources: [...childrenOf(common, "PublicRes"), ...childrenOf(common, "DocumentRes")].map(within).filter((resource) => this.has(resource)),
      physicalBox: child(child(common, "PageArea"), "PhysicalBox")?.text,
      signatures: signatures ? resolve("OFD.xml", signatures) : undefined,
      annotations: annotations ? resolve(path, annotations) : undefined,
    };
  }
}

/** A location in a file of the package: from the root where it begins with "/", else from that file's folder. */
export function resolve(file: string, location: string): string {
  const path = location.replaceAll("\\", "/");
  return posix.normalize(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(file), path)).replace(/^(?:\.\.\/)+/u, "");
}

/** What lies on a page without being part of it. */
export interface LaidOver {
  /** x, y, width, height in millimetres. */
  readonly box: string;
  /** Something is written in it. */
  readonly worded: boolean;
}

/** Kinds of annotations that add no words to what a page says. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set(["Link", "Highlight", "Watermark"]);

/** Places of seals, stamps and remarks by the page they lie on, from signatures and annotations: places, not text. */
export function laidOverOf(ofd: OfdPackage, document: OfdDocument): Map<string, LaidOver[]> {
  const laid = new Map<string, LaidOver[]>();
  const add = (page: string | undefined, box: string | undefined, worded: boolean) => {
    if (!page || !box) return;
    const places = laid.get(page) ?? [];
    places.push({ box, worded });
    laid.set(page, places);
  };
  if (document.signatures && ofd.has(document.signatures)) {
    for (const signature of childrenOf(ofd.parse(document.signatures), "Signature")) {
      const path = resolve(document.signatures, signature.attributes.BaseLoc ?? "");
      if (!ofd.has(path)) continue;
      for (const { attributes } of descendants(ofd.parse(path), "StampAnnot")) add(attributes.PageRef, attributes.Boundary, false);
    }
  }
  if (document.annotations && ofd.has(document.annotations)) {
    for (const page of childrenOf(ofd.parse(document.annotations), "Page")) {
      const path = resolve(document.annotations, child(page, "FileLoc")?.text.trim() ?? "");
      if (!ofd.has(path)) continue;
      for (const mark of childrenOf(ofd.parse(path), "Annot")) {
        const appearance = child(mark, "Appearance");
        if (!appearance || mark.attributes.Visible === "false") continue;
        const kind = mark.attributes.Type ?? "";
        const stamp = kind === "Stamp";
        const worded = !stamp && !WITHOUT_WORDS.has(kind) && descendants(appearance, "TextCode").some(({ text }) => text.trim() !== "");
        if (stamp || worded) add(page.attributes.PageID, appearance.attributes.Boundary, worded);
      }
    }
  }
  return laid;
}
