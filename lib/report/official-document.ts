import {
  AlignmentType,
  convertMillimetersToTwip,
  Footer,
  type IParagraphOptions,
  type ISectionOptions,
  LineRuleType,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from "docx";

/**
 * How official documents of offices are set: GB/T 9704-2012 (党政机关公文格式). Titles in 小标宋 of size 二号, text in
 * 仿宋 of size 三号, 28 points a line, margins of 37, 35, 28 and 26 mm, the page's number between dashes.
 */

/** Sizes of type in half points, as docx counts them. */
export const SIZES = { 二号: 44, 三号: 32, 四号: 28, 小四: 24, 五号: 21, 小五: 18, 六号: 15 } as const;
export type Size = keyof typeof SIZES;

const LATIN = "Times New Roman";
/** Typefaces by what they are for. */
const FACES = { title: "方正小标宋简体", heading: "黑体", text: "仿宋" } as const;
export type Face = keyof typeof FACES;

const font = (face: Face) => ({ ascii: LATIN, hAnsi: LATIN, cs: LATIN, eastAsia: FACES[face] });

/** Twentieths of a point. */
const LINE_OF_TEXT = 28 * 20;
const LINE_OF_TITLE = 35 * 20;
const EM_OF_TEXT = 16 * 20;

export const run = (text: string, size: Size = "三号", face: Face = "text"): TextRun =>
  new TextRun({ text, size: SIZES[size], font: font(face) });

export const title = (text: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { line: LINE_OF_TITLE, lineRule: LineRuleType.EXACT, after: LINE_OF_TEXT },
    children: [run(text, "二号", "title")],
  });

type Keeping = Pick<IParagraphOptions, "keepNext" | "keepLines" | "pageBreakBefore">;

const textParagraph = (children: ParagraphChild[], firstLine: number, keeping: Keeping = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    ...keeping,
    spacing: { line: LINE_OF_TEXT, lineRule: LineRuleType.EXACT },
    indent: { firstLine },
    children,
  });

/** Two characters in. @param keepNext on one page with what follows: no seal stands on a page without text */
export const paragraph = (text: string, keepNext = false): Paragraph =>
  textParagraph([run(text)], 2 * EM_OF_TEXT, { keepNext, keepLines: keepNext });
/** At the margin: to whom it is written. */
export const salutation = (text: string): Paragraph => textParagraph([run(text)], 0);
/** A heading of the first order, two characters in, on one page with what follows. @param onNewPage begins a page */
export const heading = (text: string, onNewPage = false): Paragraph =>
  textParagraph([run(text, "三号", "heading")], 2 * EM_OF_TEXT, { keepNext: true, pageBreakBefore: onNewPage });

/** Who writes and when: four characters from the right. */
export const signature = (text: string, first: boolean): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.RIGHT,
    keepNext: first,
    keepLines: true,
    spacing: {
      line: LINE_OF_TEXT,
      lineRule: LineRuleType.EXACT,
      ...(first && { before: 2 * LINE_OF_TEXT }),
    },
    indent: { right: 4 * EM_OF_TEXT },
    children: [run(text)],
  });

/** Sheets of A4, upright, numbered from 1. */
export function section(children: ISectionOptions["children"]): ISectionOptions {
  const millimetres = (top: number, right: number, bottom: number, left: number) => ({
    top: convertMillimetersToTwip(top),
    right: convertMillimetersToTwip(right),
    bottom: convertMillimetersToTwip(bottom),
    left: convertMillimetersToTwip(left),
  });
  return {
    properties: {
      page: {
        size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
        margin: { ...millimetres(37, 26, 35, 28), footer: convertMillimetersToTwip(25) },
        pageNumbers: { start: 1 },
      },
    },
    footers: {
      default: new Footer({
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            children: [
              new TextRun({ children: ["— ", PageNumber.CURRENT, " —"], size: SIZES.四号, font: font("text") }),
            ],
          }),
        ],
      }),
    },
    children,
  };
}

/** Twips between the margins. */
export const TEXT_WIDTH = convertMillimetersToTwip(210 - 28 - 26);
