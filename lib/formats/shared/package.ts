import { LIMITS } from "../../limits.ts";
import { CorruptError, UnsupportedError } from "../errors.ts";
import { ARCHIVE_LIMITS, type ArchiveEntry, type ArchiveLimits, listEntries, readEntry } from "./archive.ts";
import { parseXml } from "./package-xml.ts";
import type { XmlNode } from "./xml-tree.ts";

/** An Office file as parts and relationships (ECMA-376 part 2, Open Packaging Conventions). */

/** A part becomes a tree of some ten times its size, so parts are held tighter than files of an archive. */
const OFFICE_LIMITS: ArchiveLimits = {
  ...ARCHIVE_LIMITS,
  entries: LIMITS.packageEntries,
  entryBytes: LIMITS.packagePartBytes,
  totalBytes: LIMITS.packageTotalBytes,
};

export interface Relationship {
  readonly id: string;
  /**
   * Last segment of the type: officeDocument, styles, footnotes, header … the same in transitional and Strict files.
   */
  readonly type: string;
  /** Part name without a leading slash; null for what lies outside the package, which is never fetched. */
  readonly target: string | null;
}

export interface Package {
  /** Name of the main document's part. */
  readonly main: string;
  /** Name of the part with title and author. */
  readonly core: string;
  /** Unpacked bytes of a part; null if there is none of that name. */
  readonly read: (name: string) => Uint8Array | null;
  /** A part as a tree; null if there is none of that name. */
  readonly parse: (name: string) => XmlNode | null;
  /** Relationships of a part; none where it is not there. */
  readonly relationships: (part: string) => readonly Relationship[];
  /** Part name behind a relationship id of the main document. */
  readonly target: (id: string | undefined) => string | null;
  /** Name of the first part the main document relates to by this type, or of the part usually so named beside it. */
  readonly related: (type: string) => string;
}

function resolvePart(base: string, target: string): string {
  const parts = target.startsWith("/") ? [] : base.split("/").slice(0, -1);
  for (const part of target.split(/[\\/]/u)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const name = parts.join("/");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function relationshipsOf(tree: XmlNode | null, base: string): Relationship[] {
  return (tree?.children ?? [])
    .filter((node) => node.name === "Relationship")
    .map(({ attributes }) => ({
      id: attributes.Id ?? "",
      type: attributes.Type?.split("/").at(-1) ?? "",
      target: attributes.TargetMode === "External" ? null : resolvePart(base, attributes.Target ?? ""),
    }));
}

const relationshipsName = (part: string) => {
  const name = part.lastIndexOf("/") + 1;
  return `${part.slice(0, name)}_rels/${part.slice(name)}.rels`;
};

/** What kind of Office file a package is to be. */
export interface PackageKind {
  /** Content types of its main part. */
  readonly main: RegExp;
  /** Content types that tell another kind of file, and what is said of such. */
  readonly others: RegExp;
  readonly otherwise: string;
  /** Where the main part usually is. */
  readonly usual: string;
}

const WORD: PackageKind = {
  main: /(?:wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.macroEnabled\w*)\.main\+xml$/u,
  others: /spreadsheetml|presentationml|ms-excel|ms-powerpoint|visio/u,
  otherwise: "文件里装的是电子表格或演示文稿，名称或结构却是 Word 的；请用原软件打开，另存后重新提交。",
  usual: "word/document.xml",
};

/**
 * Opens an Office package, Strict or transitional, under whatever part names: of Word (.docx, .docm, .dotx, .dotm)
 * unless another kind is asked for.
 *
 * @throws CorruptError if it is no such package or parts are ambiguous, UnsupportedError for other kinds, TooLargeError
 * beyond OFFICE_LIMITS.
 */
export function openPackage(bytes: Uint8Array, kind: PackageKind = WORD): Package {
  // Part names are case-insensitive.
  const entries = new Map<string, ArchiveEntry[]>();
  for (const entry of listEntries(bytes, OFFICE_LIMITS)) {
    const key = entry.name.toLowerCase();
    entries.set(key, [...(entries.get(key) ?? []), entry]);
  }
  const has = (name: string) => entries.has(name.toLowerCase());
  const read = (name: string) => {
    const found = entries.get(name.toLowerCase());
    if (!found?.[0]) return null;
    // Two parts of one name: one reader would take the first, another the last.
    if (found.length > 1) throw new CorruptError();
    return readEntry(bytes, found[0], OFFICE_LIMITS);
  };
  const parse = (name: string) => {
    const content = read(name);
    return content && parseXml(content);
  };
  const overrides = (parse("[Content_Types].xml")?.children ?? []).filter((node) => node.name === "Override");
  const declared = (type: RegExp) =>
    overrides.find((node) => type.test(node.attributes.ContentType ?? ""))?.attributes.PartName;
  const roots = relationshipsOf(parse("_rels/.rels"), "");
  const candidates = [
    roots.find((relationship) => relationship.type === "officeDocument")?.target,
    declared(kind.main)?.replace(/^\/+/u, ""),
    kind.usual,
  ];
  if (!declared(kind.main) && declared(kind.others)) throw new UnsupportedError(kind.otherwise);
  const main = candidates.find((name): name is string => typeof name === "string" && has(name));
  if (!main) throw new CorruptError();
  const relationshipsOfPart = (part: string) => relationshipsOf(parse(relationshipsName(part)), part);
  const relationships = relationshipsOfPart(main);
  return {
    main,
    core: roots.find((relationship) => relationship.type === "core-properties")?.target ?? "docProps/core.xml",
    read,
    parse,
    relationships: relationshipsOfPart,
    target: (id) => relationships.find((relationship) => relationship.id === id)?.target ?? null,
    related: (type) =>
      relationships.find(
        (relationship) => relationship.type === type && relationship.target !== null && has(relationship.target),
      )?.target ?? resolvePart(main, `${type}.xml`),
  };
}
