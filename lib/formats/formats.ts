import type { FormatName } from "../document/formats.ts";
import { DOC } from "./doc/format.ts";
import { DOCX } from "./docx/format.ts";
import type { Format } from "./format.ts";
import { HTML } from "./html/format.ts";
import { IMAGE } from "./image/format.ts";
import { OFD } from "./ofd/format.ts";
import { PDF } from "./pdf/format.ts";
import { SHEET } from "./sheet/format.ts";
import { TEXT } from "./text/format.ts";

/**
 * How each format is read, in the order in which they are asked whether a file is theirs: a page is text, too, and an
 * OFD file may hold a Word file.
 */
export const READERS: Readonly<Record<FormatName, Format>> = {
  ofd: OFD,
  docx: DOCX,
  sheet: SHEET,
  doc: DOC,
  image: IMAGE,
  pdf: PDF,
  html: HTML,
  text: TEXT,
};
