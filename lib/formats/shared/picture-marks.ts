import type { FlatText } from "../../document/document.ts";
import { OBJECT_MARK } from "../../document/text.ts";

/** Marks in flat text where pictures stand: what is recognised in one has its place in the order. */

/** A name as long as this (characters) is none that a reader gives. */
const LONGEST = 200;
const MARK = new RegExp(`${OBJECT_MARK}([^${OBJECT_MARK}\n]{1,${LONGEST}})${OBJECT_MARK}`, "u");
const ANY = new RegExp(`${MARK.source}|${OBJECT_MARK}`, "gu");

/** @param source by what the first reading knows the picture, too (`Picture.source`) */
export const pictureMark = (source: string): string => `${OBJECT_MARK}${source}${OBJECT_MARK}`;

/** The second reading where no picture is recognised. */
export const withoutMarks = (native: FlatText | null): FlatText | null =>
  native && { ...native, pieces: native.pieces.map(withoutMarksIn) };

export const withoutMarksIn = (piece: string): string => (piece.includes(OBJECT_MARK) ? piece.replace(ANY, "") : piece);

/** A piece's text and, at every odd place, the sources of the pictures that stand between. */
export const splitAtMarks = (piece: string): readonly string[] => piece.split(MARK);
