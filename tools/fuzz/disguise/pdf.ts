import * as pdf from "../../../test/make/pdf.ts";
import type { Drawing, Print, Ways } from "./ways.ts";

/** Digits disguised by what a PDF draws. */

const printed = (digits: string, { x, y, size }: Print, mode = 0): string => pdf.text(digits, x, y, size, mode);
const within =
  (operators: string): Drawing =>
  (digits, print) =>
    `q ${operators} ${printed(digits, print)} Q\n`;
const over =
  (operators: (print: Print & { readonly width: number }) => string): Drawing =>
  (digits, print) =>
    `${printed(digits, print)} q ${operators({ ...print, width: (digits.length * print.size) / 2 })} Q\n`;

export const PDF: Ways<Drawing> = {
  odd: {
    white: within("1 1 1 rg"),
    "nearly white": within("0.99 0.98 0.99 rg"),
    unpainted: (digits, print) => printed(digits, print, 3),
    clipped: within("0 0 1 1 re W n"),
    tiny: (digits, print) => printed(digits, { ...print, size: 0.5 }),
    narrow: within("1 Tz"),
    raised: (digits, print) => printed(digits, { ...print, y: print.y + 5, size: print.size * 0.6 }),
    lowered: (digits, print) => printed(digits, { ...print, y: print.y - 3, size: print.size * 0.6 }),
    struck: over(({ x, y, size, width }) => `0.6 w ${x} ${y + size * 0.33} m ${x + width} ${y + size * 0.33} l S`),
    "painted over": over(({ x, y, size, width }) => `1 1 1 rg ${x} ${y - 2} ${width} ${size * 1.2} re f`),
    "drawn over": over(
      ({ x, y, size, width }) => `1 1 1 RG ${size * 1.4} w ${x} ${y + size * 0.4} m ${x + width} ${y + size * 0.4} l S`,
    ),
    // In the font of which `inPdf` says that each digit is the next.
    "re-mapped": (digits, { x, y, size }) => pdf.latin(digits, x, y, size),
    "curved over": over(
      ({ x, y, size, width: w }) =>
        `1 1 1 rg ${x} ${y - 2} m ${x} ${y + size * 2} ${x + w} ${y + size * 2} ${x + w} ${y - 2} c f`,
    ),
  },
  plain: {
    blue: within("0.1 0.2 0.5 rg"),
    "marked beneath": (digits, print) =>
      `q 1 1 0.6 rg ${print.x - 2} ${print.y - 2} 20 ${print.size * 1.2} re f Q ${printed(digits, print)}`,
    clipped: (digits, print) => `q ${print.x - 20} ${print.y - 20} 90 60 re W n ${printed(digits, print)} Q\n`,
  },
};

/** A page of a PDF with its marked digits drawn in a way of their own. */
export const inPdf =
  (way: Drawing) =>
  (page: pdf.PdfPage): pdf.PdfPage => ({
    ...page,
    said: Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), String((digit + 1) % 10)])),
    content: page.content.replace(
      /BT \/F ([\d.]+) Tf 0 Tr 1 0 0 1 ([\d.-]+) ([\d.-]+) Tm <([0-9a-f]*e000[0-9a-f]*e001[0-9a-f]*)> Tj ET\n/u,
      (_, ...found) => {
        const [size, x, y] = found.slice(0, 3).map(Number) as [number, number, number];
        const [, before = "", digits = "", after = ""] =
          /^([0-9a-f]*)e000([0-9a-f]*)e001([0-9a-f]*)$/u.exec(String(found[3])) ?? [];
        const text = (codes: string): string => Buffer.from(codes, "hex").swap16().toString("utf16le");
        const at = (characters: number): Print => ({ size, y, x: x + (characters * size) / 2 });
        const [first, last] = [before.length / 4, (before.length + digits.length) / 4];
        return `${printed(text(before), at(0))}${way(text(digits), at(first))}${printed(text(after), at(last))}`;
      },
    ),
  });
