import type { Trust } from "../models/trust.ts";
import type { Area, Grey } from "../picture/raster.ts";
import type { Ink } from "./inks.ts";
import { type Crop, middlesOf, type Recogniser, type Transcription } from "./recogniser.ts";

/** Lines of words and sentences: read once, and again where they hold numbers or the model hesitates. */

export interface LineReading {
  /** Numbers on which no two looks agree are □, as illegible characters are printed. */
  readonly text: string;
  /** The mean probability of its characters. */
  readonly mean: number;
  /** What a second look has; the same text where none was taken. */
  readonly second: string;
  /** Where the middles of the text's characters stand, in pixels of the page; none where they are not known. */
  readonly middles: readonly number[];
}

/** How lines are looked at; lengths in em. */
const LOOKING = {
  /** A crop is no lower than this: the ink of a line of digits or dashes is lower than a character. */
  leastHeight: 0.85,
  /** Paper left beside the ink. */
  margin: 0.3,
  /**
   * Long lines, by em, are glanced at with their characters made so much narrower: two fifths less to read. The models
   * were taught with lines put into less room: of 130 lines of twelve scans 15 came out otherwise, most
   * of them in a space, and more of them were sure. Digits are narrower to begin with, and two alike may become one: a line that
   * holds some is looked at as it is.
   */
  glance: { narrowed: 0.6, from: 10 },
  /** Least canvas width in pixels: wider than for a figure, since every character may be read. */
  canvas: 160,
} as const;

/** Looks at a line that fail differently: other ink, other scale. */
const LOOKS: readonly { readonly ink: Ink; readonly height: number }[] = [
  { ink: "plain", height: 1.25 },
  { ink: "hard", height: 1.5 },
  { ink: "soft", height: 1.4 },
];

/** Figures, and the numerals before the units of what offices count. */
const NUMBER =
  /[\d０-９]+(?:[.,，．][\d０-９]+)*|(?<![〇零一二三四五六七八九十百千两])[〇零一二三四五六七八九十百千两]+(?=[件条份次宗起])/gu;
const numbersIn = (text: string): string[] => [...text.matchAll(NUMBER)].map(([number]) => number.normalize("NFKC"));

/**
 * A line that begins an item of an outline: of its numeral and what stands behind it (四、, （八）, 一是) something gets
 * lost in a glance.
 */
const OUTLINE = /^(?:[(（第]?[一二三四五六七八九十]|[(（]?[)）、．.，,是])/u;

/**
 * The long ones among the lines as they are read at a glance, by their index.
 * @param em height of a full character in pixels
 * @param from how many em are long
 */
export async function glanceAt(
  recogniser: Recogniser,
  grey: Grey,
  lines: readonly Area[],
  em: number,
  from: number = LOOKING.glance.from,
): Promise<ReadonlyMap<number, Transcription>> {
  const { narrowed } = LOOKING.glance;
  const long = [...lines.keys()].filter((index) => isLong(lines[index] as Area, from * em));
  const readings = await recogniser.read(
    long.map((index) => ({ ...lineCrop(grey, lines[index] as Area, em), narrowed })),
  );
  return new Map(readings.map((reading, n) => [long[n] as number, reading]));
}

/** Whether nothing is read otherwise in a longer look, by what a glance at a line read. @param least confidence */
export const isPlain = ({ text, confidence }: Transcription, least: number): boolean =>
  confidence >= least && numbersIn(text).length === 0 && !OUTLINE.test(text);

/**
 * @param em height of a full character in pixels
 */
export async function readLines(
  recogniser: Recogniser,
  grey: Grey,
  lines: readonly Area[],
  em: number,
): Promise<LineReading[]> {
  const trust = recogniser.trust.lines;
  const look = async (indexes: readonly number[], which: number): Promise<ReadonlyMap<number, Transcription>> => {
    const readings = await recogniser.read(indexes.map((index) => lineCrop(grey, lines[index] as Area, em, which)));
    return new Map(readings.map((reading, n) => [indexes[n] as number, reading]));
  };
  const numbersOf = (looks: ReadonlyMap<number, Transcription>, index: number): string =>
    numbersIn(looks.get(index)?.text ?? "").join();
  const glances = await glanceAt(recogniser, grey, lines, em);
  const words = new Map([...glances].filter(([, reading]) => isPlain(reading, trust.likely)));
  const rest = [...lines.keys()].filter((index) => !words.has(index));
  const first = new Map([...words, ...(await look(rest, 0))]);
  const doubtful = [...first].filter(([, reading]) => isDoubtful(reading, trust)).map(([index]) => index);
  // A glance that is sure of the same numbers is another look at them.
  const glanced = doubtful.filter((index) => {
    const glance = glances.get(index);
    return glance && !isDoubtful(glance, trust) && numbersOf(glances, index) === numbersOf(first, index);
  });
  const second = new Map([
    ...glanced.map((index) => [index, glances.get(index) as Transcription] as const),
    ...(await look(
      doubtful.filter((index) => !glanced.includes(index)),
      1,
    )),
  ]);
  const third = await look(
    doubtful.filter((index) => numbersOf(first, index) !== numbersOf(second, index)),
    2,
  );
  const { narrowed } = LOOKING.glance;
  return lines.map((line, index) => {
    const reading = first.get(index) as Transcription;
    const { text, mean } = reading;
    const other = second.get(index)?.text ?? text;
    const last = third.get(index)?.text;
    const proven = last === undefined ? text : withProvenNumbers([text, other, last]);
    const middles = middlesOf({ ...lineCrop(grey, line, em), narrowed: words.has(index) ? narrowed : 1 }, reading);
    return { text: proven, mean, second: other, middles: middles.length === [...proven].length ? middles : [] };
  });
}

const isLong = ({ x0, x1 }: Area, least: number): boolean => x1 - x0 >= least;

const isDoubtful = ({ text, confidence }: Transcription, trust: Trust["lines"]): boolean =>
  confidence < (numbersIn(text).length > 0 ? trust.sure : trust.likely);

/** The crop of the page from which a line is read. */
export function lineCrop(grey: Grey, line: Area, em: number, look = 0): Crop {
  const { ink, height: scale } = LOOKS[look] as (typeof LOOKS)[number];
  const middle = (line.y0 + line.y1) / 2;
  const height = Math.max(line.y1 - line.y0, LOOKING.leastHeight * em) * scale;
  return {
    grey,
    ink,
    area: {
      x0: line.x0 - LOOKING.margin * em,
      x1: line.x1 + LOOKING.margin * em,
      y0: middle - height / 2,
      y1: middle + height / 2,
    },
    canvas: LOOKING.canvas,
  };
}

/**
 * The first look's text with the numbers for which two looks speak, □ in place of the others. Where the first look
 * alone has so many numbers, the text of the other two if these agree.
 */
export function withProvenNumbers(looks: readonly [string, string, string]): string {
  const [first, other] = looks;
  const lists = looks.map(numbersIn);
  const alike = lists.filter((list) => list.length === lists[0]?.length);
  if (alike.length === 1 && lists[1]?.join() === lists[2]?.join()) return other;
  let at = 0;
  return first.replace(NUMBER, (number) => {
    const votes = alike.map((list) => list[at]);
    at++;
    return votes.find((vote, n) => votes.indexOf(vote) !== n) ?? "□".repeat(number.length);
  });
}
