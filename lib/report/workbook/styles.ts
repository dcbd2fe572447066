/** How cells look, by name: what workbooks of ours need of SpreadsheetML's styles (ECMA-376, 18.8). */

interface Look {
  /** Points. */
  readonly size: number;
  readonly face?: string;
  readonly bold?: true;
  /** RRGGBB. */
  readonly colour?: string;
  readonly fill?: string;
  readonly framed?: true;
  readonly horizontal: "left" | "center" | "right";
  /** Numbers with so many digits as they have; text that looks like a number stays text. */
  readonly format?: "text";
  /** One line, cut off where the next cell begins. */
  readonly oneLine?: true;
}

const SONG = "宋体";

const LOOKS = {
  title: { size: 18, face: "方正小标宋简体", horizontal: "center" },
  /** A remark above or below a table. */
  note: { size: 11, horizontal: "left" },
  heading: { size: 11, face: "黑体", horizontal: "left" },
  head: { size: 10, bold: true, fill: "F2F2F2", framed: true, horizontal: "center" },
  /** A figure's full name, below its heading. */
  key: { size: 8, colour: "595959", fill: "F2F2F2", framed: true, horizontal: "center" },
  text: { size: 10, framed: true, horizontal: "left", format: "text" },
  /** For programs. */
  code: { size: 8, colour: "595959", framed: true, horizontal: "left", format: "text", oneLine: true },
  middle: { size: 10, framed: true, horizontal: "center" },
  number: { size: 10, framed: true, horizontal: "right" },
  /** Not read with certainty. */
  uncertain: { size: 10, fill: "FFF2CC", framed: true, horizontal: "right" },
  /** Holds no number. */
  absent: { size: 10, colour: "7F7F7F", framed: true, horizontal: "center" },
  /** A sum that lacks figures of some reports. */
  partial: { size: 10, fill: "FFF2CC", framed: true, horizontal: "center" },
  good: { size: 10, colour: "375623", framed: true, horizontal: "center" },
  wrong: { size: 10, bold: true, colour: "C00000", framed: true, horizontal: "center" },
} as const satisfies Readonly<Record<string, Look>>;

export type StyleName = keyof typeof LOOKS;

const NAMES = Object.keys(LOOKS) as StyleName[];
/** Style 0 is what cells without one have. */
const INDEX = new Map(NAMES.map((name, index) => [name, index + 1]));
export const styleIndex = (name: StyleName): number => INDEX.get(name) ?? 0;

/** A line as a part of the size of its type: what spreadsheets give it. */
const LEADING = 1.35;
/** Points above and below the text of a cell together. */
const ROOM = 4;
/** Size of type that the width of columns is counted in. */
const STANDARD_SIZE = 11;

/**
 * Points that a text needs in a column: spreadsheets fit rows to wrapped text only once somebody edits them.
 * @param width in characters
 */
export function heightOf(text: string, width: number, style: StyleName): number {
  const { size, oneLine }: Look = LOOKS[style];
  const units = (line: string) => [...line].reduce((sum, character) => sum + (character < "\u2000" ? 1 : 2), 0);
  const fits = Math.max(2, (width - 1) * (STANDARD_SIZE / size));
  const lines = oneLine
    ? 1
    : text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(units(line) / fits)), 0);
  return lines * size * LEADING + ROOM;
}

const font = ({ size, face = SONG, bold, colour }: Look): string =>
  `<font>${bold ? "<b/>" : ""}<sz val="${size}"/>${colour ? `<color rgb="FF${colour}"/>` : ""}<name val="${face}"/><charset val="134"/></font>`;

const fill = ({ fill: colour }: Look): string =>
  colour
    ? `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`
    : '<fill><patternFill patternType="none"/></fill>';

const EDGES = ["left", "right", "top", "bottom"].map((edge) => `<${edge} style="thin"><color auto="1"/></${edge}>`);
const TEXT_FORMAT = 49;

/** The part xl/styles.xml. Fills 0 and 1 are the standard's own. */
export function stylesXml(): string {
  const looks: readonly Look[] = NAMES.map((name) => LOOKS[name]);
  const formats = looks.map(
    ({ framed, horizontal, format, oneLine }, index) =>
      `<xf numFmtId="${format === "text" ? TEXT_FORMAT : 0}" fontId="${index + 1}" fillId="${index + 2}" borderId="${framed ? 1 : 0}" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="${horizontal}" vertical="center"${oneLine ? "" : ' wrapText="1"'}/></xf>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="${looks.length + 1}">${font({ size: 11, horizontal: "left" })}${looks.map(font).join("")}</fonts><fills count="${looks.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${looks.map(fill).join("")}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${EDGES.join("")}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${formats.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}
