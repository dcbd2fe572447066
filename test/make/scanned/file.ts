import sharp from "sharp";
import type { Block } from "../../../lib/document/document.ts";
import type { Raster } from "../../../lib/recognition/engine.ts";
import { type Random, randomFrom } from "../../../tools/fuzz/random.ts";
import { type MakeBlock, type MakePart, makeDocx } from "../docx.ts";
import { damaged, dpiFor, encoded } from "./damage.ts";
import { drawnPages } from "./draw.ts";
import type { ScannedReport } from "./variety.ts";

/** Files of the pictures of reports. */

export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A phone's screen is so many dots wide. */
const SCREEN = 1080;
const SCREEN_DPI = (SCREEN / 595) * 72;

/** A PDF with a JPEG a page. */
export async function pdfOfPictures(pictures: readonly Raster[], quality: number): Promise<Uint8Array> {
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  const add = (body: string, stream?: Uint8Array) => {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    const start = `${offsets.length} 0 obj\n${body}`;
    parts.push(Buffer.from(stream ? `${start}\nstream\n` : `${start}\nendobj\n`));
    if (stream) parts.push(Buffer.from(stream), Buffer.from("\nendstream\nendobj\n"));
  };
  const kids = pictures.map((_, at) => `${3 + at * 3} 0 R`).join(" ");
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pictures.length} >>`);
  for (const [at, { width, height, channels, data }] of pictures.entries()) {
    const [w, h] = width < height ? [595, (595 * height) / width] : [842, (842 * height) / width];
    const image = sharp(data, { raw: { width, height, channels } });
    if (channels === 1) image.toColourspace("b-w");
    const jpeg = await image.jpeg({ quality }).toBuffer();
    const content = `q ${w} 0 0 ${h} 0 0 cm /P Do Q`;
    const own = 3 + at * 3;
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents ${own + 1} 0 R /Resources << /XObject << /P ${own + 2} 0 R >> >> >>`,
    );
    add(`<< /Length ${content.length} >>`, Buffer.from(content));
    add(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /Device${channels === 1 ? "Gray" : "RGB"} /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    );
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const trailer = `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  parts.push(Buffer.from(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}${trailer}`));
  return Buffer.concat(parts);
}

/** Pages under each other, as put together by hand; the widest tells the width. */
function stitched(pages: readonly Raster[]): Raster {
  const width = Math.max(...pages.map((page) => page.width));
  const height = pages.reduce((sum, page) => sum + page.height, 0);
  const channels = Math.max(...pages.map((page) => page.channels)) as 1 | 3;
  const data = new Uint8Array(width * height * channels).fill(255);
  let top = 0;
  for (const page of pages) {
    for (let y = 0; y < page.height; y++) {
      for (let x = 0; x < page.width; x++) {
        for (let c = 0; c < channels; c++)
          data[((top + y) * width + x) * channels + c] = page.data[
            (y * page.width + x) * page.channels + Math.min(c, page.channels - 1)
          ] as number;
      }
    }
    top += page.height;
  }
  return { width, height, channels, data };
}

/** A text in which each table is a picture. */
async function docxOf({ document, layout }: ScannedReport, random: Random): Promise<Uint8Array> {
  const parts: MakePart[] = [];
  const body: MakeBlock[] = [];
  const picture = async (blocks: readonly Block[]) => {
    const dpi = dpiFor(layout.damage, random);
    for (const drawn of await drawnPages(blocks, layout, dpi, true)) {
      const page = await damaged(drawn, layout.damage, random);
      const { bytes, extension } = await encoded(page, layout.damage);
      const part = `rIdPicture${parts.length}`;
      parts.push({ type: "image", target: `media/${parts.length}.${extension}`, content: bytes, id: part });
      body.push({ paragraph: { runs: [{ picture: [430, Math.round((430 * page.height) / page.width)], part }] } });
    }
  };
  for (const block of document.blocks) {
    if (block.kind === "table") await picture([block]);
    else if (block.kind === "paragraph") body.push(block.text);
  }
  return makeDocx({ body, parts });
}

/** The report as the file that its layout says. */
export async function scannedFile(report: ScannedReport, seed: number, number: number): Promise<MadeFile> {
  const { layout, document } = report;
  const random = randomFrom(seed, number, 1);
  const name = `${seed}-${String(number).padStart(3, "0")}-${layout.border}-${layout.damage}-${layout.holder}`;
  if (layout.holder === "docx") return { name: `${name}.docx`, bytes: await docxOf(report, random) };
  const endless = layout.holder === "screenshot";
  const dpi = endless ? SCREEN_DPI : dpiFor(layout.damage, random);
  const pages: Raster[] = [];
  for (const drawn of await drawnPages(document.blocks, layout, dpi, endless))
    pages.push(await damaged(drawn, layout.damage, random));
  if (layout.holder === "pages") {
    const quality = layout.damage === "jpeg" ? 35 : layout.damage === "clean" ? 92 : 75;
    return { name: `${name}.pdf`, bytes: await pdfOfPictures(pages, quality) };
  }
  const { bytes, extension } = await encoded(stitched(pages), layout.damage);
  return { name: `${name}.${extension}`, bytes };
}
