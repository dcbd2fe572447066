import { posix } from "node:path";
import { LIMITS } from "../../limits.ts";
import { CorruptError, EncryptedError, TooLargeError } from "../errors.ts";
import { type ArchiveEntry, listEntries, readEntry } from "../shared/archive.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { childrenOf, isTrue, parseXml } from "./xml.ts";

/** GB/T 33190: a zip of XML files. OFD.xml names the documents, each document its pages, templates and resources. */
export interface OfdPage {
  readonly id: string;
  readonly path: string;
}

/** A page that others refer to, and over or under which of their layers it is drawn. */
interface OfdTemplate {
  readonly path: string;
  readonly layer: string | undefined;
}

export interface OfdDocument {
  readonly path: string;
  readonly title: string | null;
  readonly pages: readonly OfdPage[];
  /** Template pages by identifier. */
  readonly templates: ReadonlyMap<string, OfdTemplate>;
  /** Paths of the resource files. */
  readonly resources: readonly string[];
  /** Size of pages that state none: x, y, width, height in millimetres. */
  readonly physicalBox: string | undefined;
  /** The part of such pages that is shown; all of them where it is not stated. */
  readonly applicationBox: string | undefined;
  readonly signatures: string | undefined;
  readonly annotations: string | undefined;
}

export class OfdPackage {
  readonly documents: readonly OfdDocument[];
  readonly #bytes: Uint8Array;
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;

  /** @throws CorruptError, EncryptedError, TooLargeError */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#entries = new Map(listEntries(bytes).map((entry) => [entry.name.toLowerCase(), entry]));
    if (this.#entries.has("encryptions.xml")) throw new EncryptedError();
    const root = this.parse("OFD.xml");
    this.documents = childrenOf(root, "DocBody").flatMap((body) =>
      this.#rootsOf(body).map((path) => this.#readDocument(body, path)),
    );
    const pages = this.documents.reduce((sum, document) => sum + document.pages.length, 0);
    if (pages === 0) throw new CorruptError();
    if (pages > LIMITS.pages)
      throw new TooLargeError(`文件有${pages}页，超出上限${LIMITS.pages}页，请拆分后重新提交。`);
  }

  /** The bytes of a file in the package. @throws CorruptError if it is missing */
  read(path: string): Uint8Array {
    const entry = this.#entries.get(path.toLowerCase());
    if (!entry) throw new CorruptError();
    return readEntry(this.#bytes, entry);
  }

  parse(path: string): XmlNode {
    return parseXml(this.read(path));
  }

  has(path: string): boolean {
    return this.#entries.has(path.toLowerCase());
  }

  /**
   * Where a document begins; also where its current version does, if that is elsewhere: programs differ in which they
   * show.
   */
  #rootsOf(body: XmlNode): string[] {
    const roots = [child(body, "DocRoot")?.text.trim()].map((location) => location && resolve("OFD.xml", location));
    for (const { attributes } of childrenOf(child(body, "Versions"), "Version")) {
      const path = resolve("OFD.xml", attributes.BaseLoc ?? "");
      if (!isTrue(attributes.Current, false) || !this.has(path)) continue;
      const location = child(this.parse(path), "DocRoot")?.text.trim();
      if (location) roots.push(resolve(path, location));
    }
    return [...new Set(roots.filter((path) => path !== undefined && path !== ""))] as string[];
  }

  #readDocument(body: XmlNode, path: string): OfdDocument {
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
      templates: new Map(
        childrenOf(common, "TemplatePage").map(({ attributes }) => [
          attributes.ID ?? "",
          { path: resolve(path, attributes.BaseLoc ?? ""), layer: attributes.ZOrder },
        ]),
      ),
      resources: [...childrenOf(common, "PublicRes"), ...childrenOf(common, "DocumentRes")]
        .map(within)
        .filter((resource) => this.has(resource)),
      physicalBox: child(child(common, "PageArea"), "PhysicalBox")?.text,
      applicationBox: child(child(common, "PageArea"), "ApplicationBox")?.text,
      signatures: signatures ? resolve("OFD.xml", signatures) : undefined,
      annotations: annotations ? resolve(path, annotations) : undefined,
    };
  }
}

/** A location in a file of the package: from the root where it begins with "/", else from that file's folder. */
export function resolve(file: string, location: string): string {
  const path = location.replaceAll("\\", "/");
  return posix
    .normalize(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(file), path))
    .replace(/^(?:\.\.\/)+/u, "");
}
