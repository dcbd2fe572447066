/** Builds web pages as government sites publish them, for tests. */

export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * How untidily the table is written: closing tags left out, a font and span for each run, paragraphs in cells, line
 * ends between tags.
 */
export interface Style {
  readonly unclosed?: boolean;
  readonly runs?: boolean;
  readonly paragraphs?: boolean;
  readonly spaced?: boolean;
}

/** A table with the given cells; rows in which none begins stay as empty rows. */
export function tableHtml(rows: number, cells: readonly GridCell[], style: Style = {}): string {
  const gap = style.spaced ? "\n    " : "";
  const inner = (text: string): string => {
    const runs = style.runs
      ? [...text]
          .map((character) => `<font face="x"><span style="color:red">${escaped(character)}</span></font>`)
          .join("")
      : escaped(text);
    return style.paragraphs ? `${gap}<p style="margin:0">${runs}<o:p></o:p></p>${gap}` : runs;
  };
  let html = `<table border=1>${gap}<tbody>`;
  for (let row = 0; row < rows; row++) {
    html += `${gap}<tr>`;
    for (const cell of cells.filter((candidate) => candidate.row === row).sort((a, b) => a.column - b.column)) {
      const spans = `${cell.rowSpan > 1 ? ` rowspan="${cell.rowSpan}"` : ""}${cell.columnSpan > 1 ? ` colspan=${cell.columnSpan}` : ""}`;
      html += `${gap}<td${spans}>${inner(cell.text)}${style.unclosed ? "" : "</td>"}`;
    }
    html += style.unclosed ? "" : "</tr>";
  }
  return `${html}${gap}</tbody></table>`;
}

export const page = (body: string, head = ""): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, "utf8");
