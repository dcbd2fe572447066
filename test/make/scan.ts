import { withPdf } from "../../lib/formats/shared/pdfium/open.ts";
import { renderPage } from "../../lib/formats/shared/pdfium/render.ts";
import type { Raster } from "../../lib/recognition/engine.ts";
import { cropped } from "../../lib/recognition/picture/raster.ts";

/**
 * Pictures of pages, drawn by PDFium with the Helvetica that it brings along: digits and Latin words between ruling
 * lines.
 */

export interface ScanTable {
  readonly rows: readonly (readonly string[])[];
  readonly columnWidth?: number;
  readonly rowHeight?: number;
}

const WIDTH = 595;
/** Points below the upper edge that a page shows: the rest of A4 would be blank, and every pixel is looked at. */
const SHOWN = 600;
/** Where the upper edge is: places count from the lower edge of A4. */
const HEIGHT = 842;
const LEFT = 60;
const TOP = 100;

/** A PDF of one page whose picture is the table; `extra` are drawing operators. */
export function tablePdf({ rows, columnWidth = 60, rowHeight = 22 }: ScanTable, extra = ""): Uint8Array {
  const columns = rows[0]?.length ?? 0;
  const bottom = TOP + rows.length * rowHeight;
  const parts = ["0.6 w"];
  for (let row = 0; row <= rows.length; row++) {
    const y = HEIGHT - TOP - row * rowHeight;
    parts.push(`${LEFT} ${y} m ${LEFT + columns * columnWidth} ${y} l S`);
  }
  for (let column = 0; column <= columns; column++) {
    const x = LEFT + column * columnWidth;
    parts.push(`${x} ${HEIGHT - TOP} m ${x} ${HEIGHT - bottom} l S`);
  }
  rows.forEach((cells, row) => {
    cells.forEach((text, column) => {
      const x = LEFT + column * columnWidth + 12;
      const y = HEIGHT - TOP - (row + 1) * rowHeight + 7;
      if (text !== "") parts.push(`BT /F 11 Tf ${x} ${y} Td (${text}) Tj ET`);
    });
  });
  return pdfOf(`${parts.join("\n")}\n${extra}`, Math.max(SHOWN, TOP + rows.length * rowHeight + 60));
}

export function pdfOf(content: string, shown = SHOWN): Uint8Array {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 ${HEIGHT - shown} ${WIDTH} ${HEIGHT}] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  return Buffer.from(file, "latin1");
}

const drawnPage = (pdf: Uint8Array): Promise<Raster> => withPdf(pdf, (open) => renderPage(open, 1));

export const pageSize = { width: WIDTH, height: SHOWN } as const;
export const tablePicture = (table: ScanTable, extra = ""): Promise<Raster> => drawnPage(tablePdf(table, extra));

/** The picture turned by quarter turns clockwise. */
export function turned(raster: Raster, quarters: 1 | 2 | 3): Raster {
  const { width, height, channels, data } = raster;
  const [w, h] = quarters === 2 ? [width, height] : [height, width];
  const out = new Uint8Array(data.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [sx, sy] =
        quarters === 1 ? [y, height - 1 - x] : quarters === 2 ? [width - 1 - x, height - 1 - y] : [width - 1 - y, x];
      for (let c = 0; c < channels; c++)
        out[(y * w + x) * channels + c] = data[(sy * width + sx) * channels + c] as number;
    }
  }
  return { width: w, height: h, channels, data: out };
}

/** One cell of figures, without its borders, as a page drawn at 200 dpi shows it. */
export async function figurePicture(text: string): Promise<Raster> {
  const page = await drawnPage(pdfOf(`BT /F 10 Tf 100 700 Td (${text}) Tj ET`));
  const scale = page.width / WIDTH;
  const [x, y] = [Math.round(85 * scale), Math.round((HEIGHT - 715) * scale)];
  return cropped(page, { x0: x, x1: x + Math.round(60 * scale), y0: y, y1: y + Math.round(22 * scale) });
}
