import sharp from "sharp";
import { documentAbout, documentOf, docxOf, htmlOf, textOf } from "../../bench/reports.ts";
import type { Document } from "../../lib/document/document.ts";
import { openBrowser } from "./browser.ts";
import { ofdOf, pdfOf } from "./pages.ts";
import { officeName } from "./reports.ts";
import { docOf } from "./word97.ts";

/** What a county's units hand in one January: sixty on the roster, most of them in, some with faults. */

export interface HandedIn {
  /** Its place below the inbox. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Number of the unit; null for what is nobody's. */
  readonly unit: number | null;
}

export const UNITS = 60;
export const YEAR = 2024;
/** Unit by what is wrong with what it hands in. */
export const FAULTY = [7, 11, 13] as const;
export const STRUCK = 5;
export const SCANNED = 17;
export const BLURRED = 18;
export const TWICE = 20;
export const BROKEN = 23;
/** Two towns of one name in two counties. */
export const NAMESAKES = [49, 50] as const;
const HANDED_IN = 50;
/** Of a picture, in pixels: enough that some of it is in doubt. */
const BLUR = 1.6;

export const unitName = (n: number): string =>
  n === NAMESAKES[0] ? "甲县青山镇人民政府" : n === NAMESAKES[1] ? "乙县青山镇人民政府" : officeName(n);

/** The office that the units report to. */
export const COUNTY = "云泽县人民政府";

const named = (document: Document, name: string): Document =>
  JSON.parse(JSON.stringify(document).replaceAll("云桥镇人民政府", name)) as Document;

/** The document of a unit; namesakes print no county. */
const documentOfUnit = (n: number): Document =>
  named(documentOf(n), NAMESAKES.some((each) => each === n) ? "青山镇人民政府" : officeName(n));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const WAYS: readonly (readonly [ending: string, write: (document: Document) => Uint8Array])[] = [
  ["html", (document) => utf8(htmlOf(document))],
  ["docx", docxOf],
  ["pdf", (document) => pdfOf(document)],
  ["txt", (document) => utf8(textOf(document))],
  ["ofd", (document) => ofdOf(document)],
  ["doc", (document) => docOf(document)],
];

/** A long picture of a report, as a telephone takes it of a page; PNG. Null where there is no browser to draw it. */
async function pictureOf(document: Document, blur: number): Promise<Uint8Array | null> {
  const browser = await openBrowser();
  if (!browser) return null;
  const page = await browser.newPage({ viewport: { width: 1000, height: 1400 }, deviceScaleFactor: 1.6 });
  await page.setContent(htmlOf(document));
  const picture = await page.screenshot({ fullPage: true });
  await browser.close();
  return blur === 0 ? picture : sharp(picture).blur(blur).png().toBuffer();
}

/** A unit's report as it should be. */
export function soundReport(n: number): HandedIn {
  const [ending, write] = WAYS[n % WAYS.length] as (typeof WAYS)[number];
  const folder = n === NAMESAKES[0] ? "甲县/" : n === NAMESAKES[1] ? "乙县/" : "";
  return { path: `${folder}${unitName(n)}${YEAR}年报.${ending}`, bytes: write(documentOfUnit(n)), unit: n };
}

const struck = (n: number): HandedIn => ({
  path: `${unitName(n)}${YEAR}年报（二）.html`,
  bytes: utf8(htmlOf(documentOfUnit(n)).replace(/(（一）予以公开<\/td><td[^>]*>)(\d+)/u, "$1<s>1</s>$2")),
  unit: n,
});

/** What is handed in at first. */
export async function handedIn(): Promise<readonly HandedIn[]> {
  const files: HandedIn[] = [];
  for (let n = 1; n <= HANDED_IN; n++) {
    const picture =
      n === SCANNED || n === BLURRED ? await pictureOf(documentOfUnit(n), n === BLURRED ? BLUR : 0) : null;
    if (picture) files.push({ path: `${unitName(n)}扫描件.png`, bytes: picture, unit: n });
    else if (n === STRUCK) files.push(struck(n));
    else if (n === BROKEN)
      files.push({ path: `${unitName(n)}${YEAR}年报.docx`, bytes: utf8("PK\u0003\u0004 cut off"), unit: n });
    else if (FAULTY.some((each) => each === n)) {
      const [ending, write] = WAYS[n % WAYS.length] as (typeof WAYS)[number];
      files.push({
        path: `${unitName(n)}${YEAR}年报.${ending}`,
        bytes: write(withWrongTotal(documentOfUnit(n))),
        unit: n,
      });
    } else files.push(soundReport(n));
  }
  return [
    ...files,
    struck(TWICE),
    { path: "会议通知.txt", bytes: utf8("关于召开会议的通知\n请准时参加。"), unit: null },
  ];
}

/** The report of the county itself, of all that these units have done. */
export const countyReport = (units: readonly number[], name: string): HandedIn => ({
  path: name,
  bytes: utf8(htmlOf(named(documentAbout(units), COUNTY))),
  unit: null,
});

/** One too many in the total of what was granted. */
function withWrongTotal(document: Document): Document {
  const blocks = document.blocks.map((block) => {
    if (block.kind !== "table") return block;
    const label = block.cells.find(({ text }) => text.startsWith("（一）予以公开"));
    if (!label) return block;
    const row = block.cells.filter((cell) => cell.row === label.row);
    const total = row.at(-1);
    return {
      ...block,
      cells: block.cells.map((cell) => (cell === total ? { ...cell, text: String(Number(cell.text) + 1) } : cell)),
    };
  });
  return { ...document, blocks };
}

/** The roster as a sheet. */
export const rosterSheet = (): string =>
  `单位名称,别名,联系人,截止日期\n${Array.from({ length: UNITS }, (_, index) => `${unitName(index + 1)},,联系人${index + 1},2999-12-31`).join("\n")}\n`;

/** Applications newly received by a unit, by the numbers that its report is made with. */
export const receivedBy = (n: number): number => (n % 97) + (n % 31) + (n % 7) + (n % 5);
