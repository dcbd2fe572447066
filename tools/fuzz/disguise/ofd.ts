import * as ofd from "../../../test/make/ofd.ts";
import { CLOSE, type Drawing, OPEN, type Print, type Ways } from "./ways.ts";

/** Digits disguised by what an OFD file draws. */

/** `y` is the upper edge here; `colour` is markup of what fills or strokes it. */
const ofdText = (digits: string, { x, y, size }: Print, attributes = "", colour = ""): string =>
  ofd.text(digits, x, y + size, size, attributes).replace("<ofd:TextCode", `${colour}<ofd:TextCode`);
const ofdWith =
  (attributes: string, colour = ""): Drawing =>
  (digits, print) =>
    ofdText(digits, print, attributes, colour);
const ofdOver =
  (path: (width: number, size: number) => string, attributes: string, colour = ""): Drawing =>
  (digits, print) => {
    const drawn = ofd.path(print.x, print.y, path((digits.length * print.size) / 2, print.size), attributes);
    return ofdText(digits, print) + drawn.replace("<ofd:AbbreviatedData", `${colour}<ofd:AbbreviatedData`);
  };
const box = (w: number, size: number) => `M 0 0 L ${w} 0 L ${w} ${size * 1.3} L 0 ${size * 1.3} C`;
const filled = (value: string) => `<ofd:FillColor Value="${value}"/>`;

export const OFD: Ways<Drawing> = {
  odd: {
    white: ofdWith("", filled("255 255 255")),
    "nearly white": ofdWith("", filled("253 254 253")),
    transparent: ofdWith('Alpha="0"'),
    "nearly transparent": ofdWith('Alpha="6"'),
    tiny: (digits, print) => ofdText(digits, { ...print, size: 0.2 }),
    raised: (digits, print) => ofdText(digits, { ...print, y: print.y - 1, size: print.size * 0.6 }),
    lowered: (digits, print) => ofdText(digits, { ...print, y: print.y + 2, size: print.size * 0.6 }),
    struck: ofdOver((w, size) => `M 0 ${size * 0.67} L ${w} ${size * 0.67}`, 'LineWidth="0.2"'),
    "painted over": ofdOver(box, 'Stroke="false" Fill="true"', filled("255 255 255")),
    "out of its boundary": (digits, print) => ofdText(digits, print).replace(/ 200 [\d.]+"/u, ' 0.1 0.1"'),
  },
  plain: {
    blue: ofdWith("", filled("20 40 120")),
    bold: ofdWith('Weight="700"'),
  },
};

/** A page of an OFD file with its marked digits drawn in a way of their own. */
export const inOfd =
  (way: Drawing) =>
  ({ content }: { readonly content: string }) => ({
    content: content.replace(
      new RegExp(
        `<ofd:TextObject ID="1" Boundary="([\\d.]+) ([\\d.-]+)[^"]*" Font="1" Size="([\\d.]+)" ><ofd:TextCode[^>]*>(\\d*)${OPEN}(\\d*)${CLOSE}(\\d*)</ofd:TextCode></ofd:TextObject>`,
        "u",
      ),
      (_, ...found) => {
        const [x, y, size] = found.slice(0, 3).map(Number) as [number, number, number];
        const [before, digits, after] = found.slice(3, 6).map(String) as [string, string, string];
        const at = (characters: number): Print => ({ size, y, x: x + (characters * size) / 2 });
        const text = (part: string, print: Print): string => (part === "" ? "" : ofdText(part, print));
        return `${text(before, at(0))}${way(digits, at(before.length))}${text(after, at(before.length + digits.length))}`;
      },
    ),
  });
