import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import type { PictureMark } from "./flat-pictures.ts";

/** So long a text is prose, whose lines are paragraphs. */
const LONGEST_CELL = 120;

/** The pieces of a sheet while they are gathered row by row, for the second reading. */
export class Pieces {
  readonly all: string[] = [];
  readonly #pictures: readonly PictureMark[];
  /** How many pictures the rows so far have passed. */
  #passed = 0;

  /** @param pictures in order */
  constructor(pictures: readonly PictureMark[]) {
    this.#pictures = pictures;
  }

  /** Pictures stand in front of the first text of their row: a mark beside no text would pass for a cell. */
  addRow(row: number, texts: readonly string[]): void {
    let marks = this.#marksUpTo(row);
    for (const text of texts) {
      const lines = text.length > LONGEST_CELL ? text.split("\n").filter((line) => line.trim() !== "") : [text.trim()];
      for (const line of lines) {
        this.all.push(line === "" ? line : marks + line);
        if (line !== "") marks = "";
      }
      if (this.all.length > LIMITS.sheetPositions) throw new TooLargeError();
    }
  }

  /** Ends the sheet: pictures below all texts. */
  end(): void {
    const marks = this.#marksUpTo(Number.MAX_SAFE_INTEGER);
    if (marks !== "") this.all.push(`${this.all.pop() ?? ""}${marks}`);
  }

  #marksUpTo(row: number): string {
    let marks = "";
    for (; (this.#pictures[this.#passed]?.row ?? Number.POSITIVE_INFINITY) <= row; this.#passed++)
      marks += this.#pictures[this.#passed]?.mark ?? "";
    return marks;
  }
}
