import type { Table } from "../../../document/document.ts";
import { isNumberText } from "../../../document/figure-text.ts";
import { drawnTable } from "./drawn.ts";
import type { Line } from "./lines.ts";
import { continuesCell, standsForFigure } from "./rows.ts";

/** The runs of lines that are one table each, by the pipes, tabs or borders in them. */

type Style = "pipes" | "pipe-cells" | "tabs" | "tab-cells";

const isPipe = (line: Line): boolean => line.kind === "pipes" || line.kind === "pipe-cell" || line.kind === "filler";
const isTab = (line: Line): boolean => line.kind === "tabs" || line.kind === "tab-cell";

/** A run of lines that are one table, or a single line that is not. */
export interface Run {
  readonly style: Style | null;
  readonly lines: readonly Line[];
  /** Set where borders around its cells are drawn. */
  readonly drawn?: Table;
}

/** Empty lines that a table may hold inside: a page's end, or the rhythm of its rows. */
export const MAX_GAP = 2;

/** Fewer cells than this, or none with a figure, are indented lines. */
const MIN_TAB_CELLS = 4;

/** Whether the lines with tabs hold one cell each (as Word writes its tables to text) rather than one row. */
function holdsCells(lines: readonly Line[]): boolean {
  const tabs = lines.filter(isTab);
  return tabs.filter((line) => line.kind === "tab-cell").length > tabs.length * 0.7;
}

/** Whether the lines with pipes hold one cell each, the pipe behind it. */
function holdsPipeCells(lines: readonly Line[]): boolean {
  return (
    lines.filter((line) => line.kind === "pipe-cell").length > lines.filter((line) => line.kind === "pipes").length
  );
}

/** Cuts the lines into tables and other lines. */
export function runsOf(source: string, lines: readonly Line[]): Run[] {
  const cellsByTab = holdsCells(lines);
  const cellsByPipe = holdsPipeCells(lines);
  const runs: Run[] = [];
  /** The end of the last frame that was looked at. */
  let framed = 0;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (!line) break;
    if (line.kind === "rule" && at >= framed) {
      framed = frameEnd(lines, at);
      const drawn = drawnTable(source, lines.slice(at, framed));
      if (drawn) {
        runs.push({ style: "pipes", lines: lines.slice(at, framed), drawn });
        at = framed;
        continue;
      }
    }
    if (!isPipe(line) && !isTab(line)) {
      runs.push({ style: null, lines: [line] });
      at++;
      continue;
    }
    const same = isPipe(line) ? isPipe : isTab;
    let end = at + 1;
    let cell = line.text;
    for (let next = end; next < lines.length; next++) {
      const candidate = lines[next];
      if (!candidate) break;
      if (same(candidate) || (candidate.kind === "rule" && next === end)) {
        end = next + 1;
        cell = candidate.text;
      } else if (
        candidate.kind === "plain" &&
        same === isTab &&
        cellsByTab &&
        next === end &&
        continuesCell(cell, candidate)
      ) {
        end = next + 1;
        cell += candidate.text;
      } else if (
        candidate.kind === "plain" &&
        same === isPipe &&
        cellsByPipe &&
        next === end &&
        standsForFigure(candidate.text)
      ) {
        // A table's last cell may lack its pipe.
        end = next + 1;
      } else if (candidate.kind !== "blank" || next - end >= MAX_GAP) break;
    }
    runs.push(runOf(lines.slice(at, end), same === isPipe));
    at = end;
  }
  return runs;
}

/**
 * Where the lines of a drawn frame end: behind its lower border, which the upper one of the next may follow, or before
 * a line that is neither border nor row.
 */
function frameEnd(lines: readonly Line[], start: number): number {
  const whole = (line: Line | undefined) => line?.kind === "rule" && !/[|│┃║]/u.test(line.text);
  let end = start;
  for (let line = lines[end]; line && (line.kind === "rule" || isPipe(line)); line = lines[end]) {
    end += 1;
    if (whole(line) && whole(lines[end]) && end - start > 1) break;
  }
  return end;
}

function runOf(lines: readonly Line[], pipes: boolean): Run {
  if (pipes) {
    return { style: holdsPipeCells(lines) ? "pipe-cells" : "pipes", lines };
  }
  const style = holdsCells(lines) ? "tab-cells" : "tabs";
  return { style: isIndent(lines, style) ? null : style, lines };
}

/** Tabs that only indent headings, or that trail behind a line, make no table. */
function isIndent(lines: readonly Line[], style: Style): boolean {
  if (style === "tab-cells") {
    const cells = lines.filter(isTab).map((line) => line.text.trim());
    const blanks = cells.filter((text) => text === "").length;
    return cells.length < MIN_TAB_CELLS || (blanks < MIN_TAB_CELLS && !cells.some((text) => isNumberText(text)));
  }
  return lines.length === 1 && !lines[0]?.text.trim().includes("\t");
}
