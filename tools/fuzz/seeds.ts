import { zipSync } from "fflate";
import sharp, { type Sharp } from "sharp";
import { docReport, docxReport, htmlReport, ofdReport, pdfReport, textReport } from "../../bench/reports.ts";
import { decode } from "../../lib/formats/shared/decode.ts";
import { workbookReport } from "../../test/make/sheet.ts";
import { byteMutations } from "./bytes.ts";
import { compoundMutations } from "./compound.ts";
import { markupMutations } from "./markup.ts";
import { fromLatin1, latin1, type Mutation } from "./mutation.ts";
import { pdfMutations } from "./pdf.ts";
import { zipMutations } from "./zip.ts";

/** A sound file of ours and the ways to damage it. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mutations: readonly Mutation[];
  /** How often it is taken, beside the others. */
  readonly weight: number;
}

const utf16 = (text: string, mark: boolean, big: boolean): Uint8Array => {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return big ? bytes.swap16() : bytes;
};

const inserting = (name: string, put: readonly string[]): Mutation => ({
  name,
  container: false,
  apply: (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), fromLatin1(random.pick(put)), bytes.subarray(at)]);
  },
});

/** The same text in another encoding, and bytes that are none. */
const encodings: readonly Mutation[] = [
  {
    name: "as utf-16",
    container: true,
    apply: (bytes, random) => utf16(decode(bytes).text, random.chance(0.7), random.chance(0.5)),
  },
  { name: "with byte order mark", container: true, apply: (bytes) => Buffer.concat([Buffer.from("\ufeff"), bytes]) },
  {
    name: "other line ends",
    container: true,
    // In UTF-16 a line end is more than its one byte.
    apply: (bytes) => (bytes.includes(0) ? null : fromLatin1(latin1(bytes).replace(/\r?\n/gu, "\r\n"))),
  },
  inserting("broken characters", [
    "\xff",
    "\xc0\x80",
    "\xe4",
    "\xf4\x90\x80\x80",
    "\xed\xa0\x80",
    "\0",
    "\x81\x30",
    "\xe2\x80\xae",
    "\x1b[2J",
  ]),
];

const raw = byteMutations(false);
const checked = byteMutations(true);

function picture(): Sharp {
  const cells = Array.from(
    { length: 4 },
    (_, i) => `<text x="${20 + i * 60}" y="60" font-size="18">${i * 7}</text>`,
  ).join("");
  const lines = Array.from({ length: 5 }, (_, i) => `<path d="M ${10 + i * 60} 20 V 80" stroke="black"/>`).join("");
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="270" height="100"><rect width="270" height="100" fill="white"/>${lines}${cells}</svg>`,
    ),
  );
}

/** Formats by their usual ending. */
const PICTURES = { png: "png", jpg: "jpeg", tif: "tiff", gif: "gif", webp: "webp" } as const;

export async function seeds(): Promise<Seed[]> {
  const image = picture();
  const pictures = await Promise.all(
    Object.entries(PICTURES).map(async ([name, format]): Promise<Seed> => {
      const bytes = await image.clone().toFormat(format).toBuffer();
      return { name, bytes, mutations: raw, weight: 0.2 };
    }),
  );
  const report = 57;
  return [
    { name: "docx", bytes: docxReport(report), mutations: [...checked, ...zipMutations, ...zipMutations], weight: 4 },
    { name: "xlsx", bytes: workbookReport(85), mutations: [...checked, ...zipMutations, ...zipMutations], weight: 3 },
    { name: "ofd", bytes: ofdReport(report), mutations: [...checked, ...zipMutations, ...zipMutations], weight: 3 },
    {
      name: "doc",
      bytes: docReport(report),
      mutations: [...raw, ...compoundMutations, ...compoundMutations],
      weight: 3,
    },
    { name: "pdf", bytes: pdfReport(report), mutations: [...raw, ...pdfMutations, ...pdfMutations], weight: 4 },
    {
      name: "html",
      bytes: htmlReport(report),
      mutations: [...raw, ...encodings, ...markupMutations, ...markupMutations],
      weight: 3,
    },
    { name: "txt", bytes: textReport(report), mutations: [...raw, ...encodings, ...encodings], weight: 2 },
    {
      name: "zip",
      bytes: zipSync({ "甲/一.html": htmlReport(report), "乙.txt": textReport(report + 1) }),
      mutations: [...checked, ...zipMutations],
      weight: 1,
    },
    ...pictures,
  ];
}
