import { line } from "./pdf.ts";

/**
 * How programs draw the borders of a table into a PDF, all edges of all cells drawn by themselves. Points from the
 * bottom left.
 */

type Edge = readonly [x0: number, y0: number, x1: number, y1: number];
/** From the lower left corner. */
type Rectangle = readonly [x: number, y: number, width: number, height: number];

const filled = ([x, y, width, height]: Rectangle) => `${x} ${y} ${width} ${height} re f\n`;

/** A filled rectangle along an edge, from one distance to another, moved sideways by `shift`. */
function bar([x0, y0, x1, y1]: Edge, from: number, to: number, thickness: number, shift = 0): string {
  return y0 === y1
    ? filled([Math.min(x0, x1) + from, y0 - thickness / 2 + shift, to - from, thickness])
    : filled([x0 - thickness / 2 + shift, Math.min(y0, y1) + from, thickness, to - from]);
}

const lengthOf = ([x0, y0, x1, y1]: Edge) => Math.abs(x1 - x0) + Math.abs(y1 - y0);
const stroked = (state: string) => (edge: Edge) => `q ${state} ${line(...edge)}Q\n`;
const rows = (edge: Edge, step: number, length: number, thickness: number) =>
  Array.from({ length: Math.ceil(lengthOf(edge) / step) }, (_, index) =>
    bar(edge, index * step, Math.min(index * step + length, lengthOf(edge)), thickness),
  ).join("");
const twice = (edge: Edge, shift: number): Edge[] =>
  [-shift, shift].map((by) =>
    edge[1] === edge[3]
      ? [edge[0], edge[1] + by, edge[2], edge[3] + by]
      : [edge[0] + by, edge[1], edge[2] + by, edge[3]],
  );

const edgesOf = ([x, y, width, height]: Rectangle): Edge[] => [
  [x, y, x + width, y],
  [x, y + height, x + width, y + height],
  [x, y, x, y + height],
  [x + width, y, x + width, y + height],
];
const byEdge = (draw: (edge: Edge) => string) => (cell: Rectangle) => edgesOf(cell).map(draw).join("");

/** Operators for the border of one cell by the kind of border. */
export const PDF_BORDERS = {
  "thin strokes": byEdge(stroked("0.5 w")),
  "hairline strokes": byEdge(stroked("0 w")),
  "thick strokes": byEdge(stroked("3 w")),
  "faint grey strokes": byEdge(stroked("0.85 G 0.5 w")),
  "dashed strokes": byEdge(stroked("[3 2] 0 d 0.5 w")),
  "dotted strokes": byEdge(stroked("1 J [0 2] 0 d 1 w")),
  "double strokes": byEdge((edge) => twice(edge, 0.75).map(stroked("0.4 w")).join("")),
  "strokes that stop short of the corners": byEdge(([x0, y0, x1, y1]) =>
    stroked("0.5 w")(y0 === y1 ? [x0 + 0.7, y0, x1 - 0.7, y1] : [x0, y0 + 0.7, x1, y1 - 0.7]),
  ),
  "stroked rectangles": (cell) => `0.5 w ${cell.join(" ")} re S\n`,
  "closed paths": ([x, y, width, height]) =>
    `0.5 w ${x} ${y} m ${x + width} ${y} l ${x + width} ${y + height} l ${x} ${y + height} l h S\n`,
  "thin rectangles": byEdge((edge) => bar(edge, -0.24, lengthOf(edge) + 0.24, 0.48)),
  "thick rectangles": byEdge((edge) => bar(edge, -1, lengthOf(edge) + 1, 2)),
  "faint grey rectangles": byEdge((edge) => `q 0.85 g ${bar(edge, -0.24, lengthOf(edge) + 0.24, 0.48)}Q\n`),
  "dashes of rectangles": byEdge((edge) => rows(edge, 5, 3, 0.5)),
  "dots of rectangles": byEdge((edge) => rows(edge, 2, 0.5, 0.5)),
  "double rectangles": byEdge((edge) =>
    [-0.75, 0.75].map((shift) => bar(edge, -0.75, lengthOf(edge) + 0.75, 0.5, shift)).join(""),
  ),
} as const satisfies Readonly<Record<string, (cell: Rectangle) => string>>;

export type PdfBorder = keyof typeof PDF_BORDERS;
