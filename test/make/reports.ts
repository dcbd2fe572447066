import { htmlReport } from "../../bench/reports.ts";

const CHARACTERS = "东南西北中金木水火土山川石田林泉溪河桥亭松柏竹梅兰";

/** The name of the nth office; names differ up to 15,625. */
export function officeName(n: number): string {
  const digit = (place: number) => CHARACTERS[Math.floor(n / CHARACTERS.length ** place) % CHARACTERS.length] ?? "";
  return `云泽县${digit(2)}${digit(1)}${digit(0)}镇人民政府`;
}

/** A sound report (HTML) of the nth office with figures of its own; `figures` tells which. */
export const officeReport = (n: number, year = 2024, figures = n): string =>
  new TextDecoder()
    .decode(htmlReport(figures))
    .replaceAll("云桥镇人民政府", officeName(n))
    .replaceAll("2024", String(year));

/** The figure of `struckReport` that is in doubt. */
export const STRUCK_FIGURE = "applications.granted.naturalPerson";

/** The same with a struck number beside one figure, so that a person must say what stands there. */
export const struckReport = (n: number, year = 2024): string =>
  officeReport(n, year).replace(/(（一）予以公开<\/td><td>)(\d+)/u, "$1<s>1</s>$2");
