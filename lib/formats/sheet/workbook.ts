import { CorruptError, UnsupportedError } from "../errors.ts";
import { openPackage, type Package, type PackageKind, type Relationship } from "../shared/package.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { type Colours, readColours } from "./colours.ts";
import { isOn, readStyles, type Styles } from "./styles.ts";

/** A workbook's parts: its sheets in order and what they share (ECMA-376 18.2). */

const WORKBOOK: PackageKind = {
  main: /(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroEnabled\w*)\.main\+xml$/u,
  others: /wordprocessingml|presentationml|ms-word|ms-powerpoint|visio/u,
  otherwise: "这不是电子表格，请用原软件另存为 .xlsx 后重新提交。",
  usual: "xl/workbook.xml",
};

/** @throws ReaderError as `openPackage` */
export const openWorkbook = (bytes: Uint8Array): Package => openPackage(bytes, WORKBOOK);

/** A sheet of cells. */
export interface SheetPart {
  readonly name: string;
  readonly part: string;
  readonly visible: boolean;
  /** What a person learns of its name: "" where it is one that the program made up. */
  readonly heading: string;
}

const MADE_UP = /^(?:sheet|工作表) ?\d*(?: \(\d+\))?$/iu;

/**
 * The sheets of cells in order; those of charts alone hold none.
 * @throws CorruptError where the workbook has no sheet at all
 */
export function sheetsOf(office: Package, workbook: XmlNode): readonly SheetPart[] {
  const relationships = new Map(
    office.relationships(office.main).map((relationship) => [relationship.id, relationship]),
  );
  const sheets = child(workbook, "x:sheets")?.children ?? [];
  if (sheets.length === 0) throw new CorruptError();
  // A part is one sheet, however often it is listed.
  const taken = new Set<string>();
  return sheets.flatMap(({ attributes }) => {
    const relationship: Relationship | undefined = relationships.get(attributes["r:id"] ?? "");
    if (
      relationship?.type !== "worksheet" ||
      relationship.target === null ||
      taken.has(relationship.target.toLowerCase())
    )
      return [];
    taken.add(relationship.target.toLowerCase());
    const name = attributes.name ?? "";
    const visible = (attributes.state ?? "visible") === "visible";
    return [{ name, part: relationship.target, visible, heading: MADE_UP.test(name) ? "" : name }];
  });
}

/** The parts that a part relates to by a type, each once. */
export const targetsOf = (office: Package, part: string, type: string): readonly string[] => [
  ...new Set(
    office.relationships(part).flatMap((one) => (one.type === type && one.target !== null ? [one.target] : [])),
  ),
];

export interface Workbook {
  readonly office: Package;
  /** The hidden ones among them. */
  readonly sheets: readonly SheetPart[];
  /** The entries of its table of strings. */
  readonly strings: readonly XmlNode[];
  readonly styles: Styles;
  readonly colours: Colours;
  readonly from1904: boolean;
}

/** @throws ReaderError with CORRUPT, TOO_LARGE, UNSUPPORTED or ENCRYPTED */
export function readWorkbook(bytes: Uint8Array): Workbook {
  const office = openWorkbook(bytes);
  const workbook = office.parse(office.main);
  if (workbook?.name !== "x:workbook") throw workbook ? new UnsupportedError(WORKBOOK.otherwise) : new CorruptError();
  const styles = office.parse(office.related("styles"));
  const theme = office.parse(office.related("theme"));
  const colours = readColours(theme, styles);
  return {
    office,
    sheets: sheetsOf(office, workbook),
    strings: (office.parse(office.related("sharedStrings"))?.children ?? []).filter(({ name }) => name === "x:si"),
    styles: readStyles(styles, theme, colours),
    colours,
    from1904: isOn(child(workbook, "x:workbookPr")?.attributes.date1904),
  };
}
