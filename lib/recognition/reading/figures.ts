import type { Trust } from "../models/trust.ts";
import { type Area, cropped, type Grey } from "../picture/raster.ts";
import { amountOf, asDigits, FIGURE_CHARACTERS, isMarkOnly, isNumber, mayBeThousands, plain } from "./figure-text.ts";
import type { Ink } from "./inks.ts";
import type { Crop, Recogniser, Transcription } from "./recogniser.ts";

export interface FigureInk {
  /** Tight around a figure's ink, in pixels. */
  readonly ink: Area;
}

export interface FigureReading {
  /** As the first look has it, or as the majority of looks. */
  readonly text: string;
  readonly confidence: number;
  /** Independent looks agree. */
  readonly certain: boolean;
  /** What other looks say, where they say something else. */
  readonly other: string | null;
}

/** What remains of the page around a figure when the page is gone: enough to look at it again. */
export interface FigureCut extends FigureInk {
  readonly grey: Grey;
  readonly digitHeight: number;
}

/** How figures are looked at, and how many looks must say the same; lengths in digit heights, confidences of 1. */
const FIGURES = {
  /**
   * Least canvas width in pixels on which the model does not lose a lone digit: narrow with the alphabet of figures,
   * wide with all characters. On five pages of five layouts none of some 500 was read otherwise at 192 than
   * at 384.
   */
  canvas: 96,
  /**
   * What the first look is tried with: none of 810 figures on pages of ten scans was read otherwise, but 3 in 100 of
   * a hard one less surely, which are read again.
   */
  narrowest: 64,
  wideCanvas: 192,
  /** The part of the ink's height that counts where it is higher than a digit: a comma reaches below. */
  inkHeight: 0.95,
  /** Two looks that do not hesitate are enough, or so many of all but one. */
  fewestConfident: 3,
  /** Where all looks agree, so many that are sure are enough. */
  fewestSure: 2,
  /** A figure on which looks do not agree is never more likely than this. */
  doubtful: 0.5,
  /** Room that the widest look takes around the ink. */
  room: 1,
} as const;

interface Look {
  readonly ink: Ink;
  /** Crop height in digit heights. */
  readonly height: number;
  /** Space beside the ink in digit heights. */
  readonly margin: number;
  readonly canvas: number;
  readonly masked: boolean;
}

/**
 * The first two are always taken; the others where these differ. They fail differently: other scale, other ink, other
 * alphabet.
 */
const LOOKS: readonly Look[] = [
  { ink: "plain", height: 1.25, margin: 0.3, canvas: FIGURES.canvas, masked: true },
  { ink: "hard", height: 1.6, margin: 0.5, canvas: FIGURES.wideCanvas, masked: false },
  { ink: "soft", height: 1.4, margin: 0.4, canvas: 160, masked: true },
  { ink: "hard", height: 1.15, margin: 0.25, canvas: 224, masked: true },
  { ink: "plain", height: 1.75, margin: 0.6, canvas: 256, masked: true },
];

function cropOf(grey: Grey, { ink }: FigureInk, digitHeight: number, look: Look): Crop {
  const middle = (ink.y0 + ink.y1) / 2;
  const height = Math.max(digitHeight, (ink.y1 - ink.y0) * FIGURES.inkHeight) * look.height;
  const margin = look.margin * digitHeight;
  return {
    grey,
    ink: look.ink,
    area: { x0: ink.x0 - margin, x1: ink.x1 + margin, y0: middle - height / 2, y1: middle + height / 2 },
    canvas: look.canvas,
    ...(look.masked && { alphabet: FIGURE_CHARACTERS }),
  };
}

export const readWith = (
  recogniser: Recogniser,
  grey: Grey,
  figures: readonly FigureInk[],
  digitHeight: number,
  look: number,
): Promise<Transcription[]> =>
  recogniser.read(figures.map((figure) => cropOf(grey, figure, digitHeight, LOOKS[look] as Look)));

const said = (reading: Transcription, look: number): string =>
  LOOKS[look]?.masked ? plain(reading.text) : asDigits(reading.text);
const isFigure = (text: string): boolean => isNumber(text) || isMarkOnly(text);

/** The first look at figures: on the narrowest canvas, and where that leaves it hesitant, on its own. */
async function firstLooks(
  recogniser: Recogniser,
  grey: Grey,
  figures: readonly FigureInk[],
  digitHeight: number,
): Promise<Transcription[]> {
  const crops = figures.map((figure) => cropOf(grey, figure, digitHeight, LOOKS[0] as Look));
  const readings = await recogniser.read(crops.map((crop) => ({ ...crop, canvas: FIGURES.narrowest })));
  const hesitant = [...readings.keys()].filter((index) => {
    const { text, confidence } = readings[index] as Transcription;
    return text === "" || confidence < recogniser.trust.figures.confident;
  });
  const again = await recogniser.read(hesitant.map((index) => crops[index] as Crop));
  hesitant.forEach((index, n) => {
    readings[index] = again[n] as Transcription;
  });
  return readings;
}

/**
 * Reads figures by two looks, and by further ones where these differ or are weak.
 * @param second the second look, where it was already taken
 */
export async function readFigures(
  recogniser: Recogniser,
  grey: Grey,
  figures: readonly FigureInk[],
  digitHeight: number,
  second: readonly Transcription[],
): Promise<FigureReading[]> {
  const first = await firstLooks(recogniser, grey, figures, digitHeight);
  const open: number[] = [];
  const results = figures.map((_, index): FigureReading => {
    const a = first[index] as Transcription;
    const b = second[index] as Transcription;
    const text = said(a, 0);
    const agree =
      amountOf(text) === amountOf(said(b, 1)) &&
      isFigure(text) &&
      !mayBeThousands(text) &&
      a.confidence >= recogniser.trust.figures.confident &&
      b.confidence >= recogniser.trust.figures.confident;
    if (!agree) open.push(index);
    return { text, confidence: Math.min(a.confidence, b.confidence), certain: agree, other: null };
  });
  const looks = open.map((index) => ({ index, readings: [first[index], second[index]] as Transcription[] }));
  // Four looks at least settle a figure.
  for (const further of [[2, 3], [4]]) {
    const unsettled = looks.filter(({ index }) => !results[index]?.certain);
    const figuresLeft = unsettled.map(({ index }) => figures[index] as FigureInk);
    const readings = await Promise.all(
      further.map((look) => readWith(recogniser, grey, figuresLeft, digitHeight, look)),
    );
    unsettled.forEach((each, n) => {
      each.readings.push(...readings.map((look) => look[n] as Transcription));
      results[each.index] = settled(each.readings, recogniser.trust.figures);
    });
  }
  return results;
}

/**
 * The surroundings of a figure, cut out of its page.
 * @param inside what belongs to the figure's own cell: neither rulings nor neighbours are seen in further looks
 */
export function cutOf(grey: Grey, { ink }: FigureInk, digitHeight: number, inside: Area): FigureCut {
  const room = FIGURES.room * digitHeight;
  const x0 = Math.max(0, Math.floor(Math.max(inside.x0, ink.x0 - room)));
  const y0 = Math.max(0, Math.floor(Math.max(inside.y0, ink.y0 - room)));
  const x1 = Math.min(grey.width, Math.ceil(Math.min(inside.x1, ink.x1 + room)));
  const y1 = Math.min(grey.height, Math.ceil(Math.min(inside.y1, ink.y1 + room)));
  return {
    grey: cropped({ ...grey, channels: 1 }, { x0, y0, x1, y1 }),
    ink: { x0: ink.x0 - x0, x1: ink.x1 - x0, y0: ink.y0 - y0, y1: ink.y1 - y0 },
    digitHeight,
  };
}

/** Takes every look at figures anew, within their own cells: where a sum fails, a hesitant look proves nothing. */
export async function lookAgain(recogniser: Recogniser, cuts: readonly FigureCut[]): Promise<FigureReading[]> {
  const crops = cuts.flatMap((cut) => LOOKS.map((look) => cropOf(cut.grey, cut, cut.digitHeight, look)));
  const readings = await recogniser.read(crops);
  return cuts.map((_, index) =>
    settled(readings.slice(index * LOOKS.length, (index + 1) * LOOKS.length), recogniser.trust.figures),
  );
}

/**
 * The majority of the looks taken: of all there are, all but one must say the same, and three of them not hesitate; if
 * all do, two that are sure are enough.
 */
function settled(readings: readonly Transcription[], trust: Trust["figures"]): FigureReading {
  const votes = new Map<string, { text: string; confidences: number[] }>();
  readings.forEach((reading, look) => {
    const text = said(reading, look);
    if (!isFigure(text)) return;
    const vote = votes.get(amountOf(text)) ?? { text, confidences: [] };
    vote.confidences.push(reading.confidence);
    votes.set(amountOf(text), vote);
  });
  const [best, next] = [...votes.values()].sort(
    (a, b) => b.confidences.length - a.confidences.length || Math.max(...b.confidences) - Math.max(...a.confidences),
  );
  if (!best) return { text: said(readings[0] as Transcription, 0), confidence: 0, certain: false, other: null };
  const { text, confidences } = best;
  const confident = confidences.filter((confidence) => confidence >= trust.confident).length;
  const unanimous =
    confidences.length === LOOKS.length &&
    confidences.filter((confidence) => confidence >= trust.sure).length >= FIGURES.fewestSure;
  const most = unanimous || (confidences.length >= LOOKS.length - 1 && confident >= FIGURES.fewestConfident);
  const certain = most && !mayBeThousands(text);
  return {
    text,
    confidence: certain ? Math.min(...confidences) : Math.min(FIGURES.doubtful, ...confidences),
    certain,
    other: next?.text ?? null,
  };
}
