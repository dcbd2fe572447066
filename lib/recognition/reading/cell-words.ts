import type { Area, Grey } from "../picture/raster.ts";
import type { CellInk } from "./cell-ink.ts";
import { isDate, mayBeThousands, plain } from "./figure-text.ts";
import type { KnownLabels } from "./labels.ts";
import { glanceAt, isPlain, lineCrop } from "./lines.ts";
import { doubtOf, type Part, type Tools } from "./parts.ts";
import type { Transcription } from "./recogniser.ts";

/** Reads the cells of a sheet's ruled tables that hold words, line by line. */

/** Words so long, in em, are glanced at: shorter ones take no more room as they are. */
const GLANCE = 6;

/**
 * Cells of words: what a glance is sure of, or finds to be a label, is read once.
 * @param seen how cells of one line were read when they might have held a figure: a label needs no other look
 */
export async function readWords(
  cells: readonly CellInk[],
  grey: Grey,
  em: number,
  { recogniser, labels }: Pick<Tools, "recogniser" | "labels">,
  seen: ReadonlyMap<CellInk, Transcription>,
): Promise<(readonly [CellInk, Part])[]> {
  const lines = cells.flatMap((cell) => cell.lines.map((area) => ({ area, look: seen.get(cell) })));
  const readings = new Map(
    lines.flatMap(({ look }, index) => (look && labels.has(look.text) ? [[index, look] as const] : [])),
  );
  const unread = (): number[] => [...lines.keys()].filter((index) => !readings.has(index));
  const areaOf = (index: number): Area => (lines[index] as (typeof lines)[number]).area;
  const unseen = unread();
  const glances = await glanceAt(recogniser, grey, unseen.map(areaOf), em, GLANCE);
  for (const [n, glance] of glances)
    if (isPlain(glance, recogniser.trust.lines.sure) || labels.has(glance.text))
      readings.set(unseen[n] as number, glance);
  const rest = unread();
  const looks = await recogniser.read(rest.map((index) => lineCrop(grey, areaOf(index), em)));
  rest.forEach((index, n) => readings.set(index, looks[n] as Transcription));
  let at = 0;
  return cells.map((cell) => {
    const own = cell.lines.map((area) => ({ area, reading: readings.get(at++) as Transcription }));
    return [cell, wordPart(own, labels)];
  });
}

/** Something that nobody can read. */
export const UNREAD: Part = { text: "", lines: [], confidence: 0, second: doubtOf("") };

/** Words over the lines of a cell; they are the label that they nearly are. */
function wordPart(
  lines: readonly { readonly area: Area; readonly reading: Transcription }[],
  labels: KnownLabels,
): Part {
  const weight = lines.reduce((sum, { reading }) => sum + reading.mean * reading.text.length, 0);
  const length = lines.reduce((sum, { reading }) => sum + reading.text.length, 0);
  const confidence = length === 0 ? 0 : weight / length;
  // Several lines of digits in one cell are figures of rows whose rulings were missed, but for days.
  const isFigures = (text: string): boolean => /^[\d.,\-/\s]*$/u.test(text) && !isDate(plain(text));
  if (lines.length > 1 && lines.every(({ reading }) => isFigures(reading.text)))
    return { text: "", lines: lines.map(({ area }) => ({ text: "?", area })), confidence, second: "" };
  const read = lines.map(({ reading }) => reading.text).join("");
  // Ink of which nothing is read is no blank.
  if (read === "") return UNREAD;
  const corrected = labels.correct(read);
  if (corrected === null)
    return {
      text: read,
      lines: lines.map(({ area, reading }) => ({ text: reading.text, area })),
      confidence,
      second: mayBeThousands(plain(read)) ? doubtOf(read) : read,
    };
  const areas = lines.map(({ area }) => area);
  return { text: corrected, lines: spread(corrected, areas), confidence, second: corrected };
}

/** A text over the lines it stands in, by their widths. */
function spread(text: string, areas: readonly Area[]): { text: string; area: Area }[] {
  const characters = [...text];
  const total = areas.reduce((sum, area) => sum + area.x1 - area.x0, 0);
  let at = 0;
  let passed = 0;
  return areas.map((area, index) => {
    passed += area.x1 - area.x0;
    const to =
      index === areas.length - 1 ? characters.length : Math.round((characters.length * passed) / Math.max(total, 1));
    const part = characters.slice(at, to).join("");
    at = to;
    return { text: part, area };
  });
}
