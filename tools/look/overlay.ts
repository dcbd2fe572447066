import sharp from "sharp";
import { type Box, type Document, isTable } from "../../lib/document/document.ts";
import type { Report } from "../../lib/report/schema.ts";
import type { ShownPage } from "./page.ts";

/** Pixels of the picture's width. */
const WIDTH = 1600;

const escaped = (text: string): string => text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
const rectangle = ([x, y, width, height]: Box, look: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${look}/>`;
const outline = (colour: string, width: number): string => `fill="none" stroke="${colour}" stroke-width="${width}"`;
const label = (text: string, x: number, y: number, size: number, colour: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}">${escaped(text)}</text>`;

/** The picture of a page, with what is found on it drawn over it; PNG. */
export async function overlaidPage(page: ShownPage, { blocks }: Document, report: Report): Promise<Buffer> {
  const { number, width, height, raster, rulings, characters, flaws } = page;
  const boxOf = (place: object): Box | null =>
    "page" in place && place.page === number && "box" in place ? (place.box as Box) : null;
  const marks: string[] = [
    ...rulings.map((box) => rectangle(box, outline("#d00", 0.6))),
    ...characters.map(({ box }) => rectangle(box, outline("#999", 0.2))),
    // Without a picture of the page its characters are its picture.
    ...(raster ? [] : characters.map(({ box: [x, y, , h], text }) => label(text, x, y + 0.88 * h, h, "#000"))),
  ];
  for (const block of blocks) {
    const cells = isTable(block) ? block.cells : [];
    for (const { place, row, column, flaws: odd } of cells) {
      const box = boxOf(place);
      if (!box) continue;
      marks.push(
        rectangle(box, outline(odd ? "#f80" : "#080", 0.8)),
        label(`${row},${column}`, box[0] + 1, box[1] + 5, 5, "#080"),
      );
    }
    const own = isTable(block) ? null : boxOf(block.place);
    if (own) marks.push(rectangle(own, outline("#06c", 0.5)));
  }
  marks.push(...flaws.map((box) => rectangle(box, outline("#f80", 1))));
  for (const name of report.uncertain) {
    const cell = report.figures[name] ?? report.blanks[name];
    const box = cell && boxOf(cell.where);
    if (box) marks.push(rectangle(box, 'fill="#f0f" fill-opacity="0.2"'), label(name, box[0], box[1] - 1, 4, "#a0a"));
  }
  const size = { width: WIDTH, height: Math.max(1, Math.round((height * WIDTH) / width)) };
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">${marks.join("")}</svg>`;
  const picture = raster
    ? sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: raster.channels } })
        .toColourspace("srgb")
        .resize(size.width, size.height, { fit: "fill" })
    : sharp({ create: { ...size, channels: 3, background: "white" } });
  return picture
    .composite([{ input: Buffer.from(overlay) }])
    .png()
    .toBuffer();
}
