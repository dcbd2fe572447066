import type { Box } from "../../document/document.ts";
import type { Vocabulary } from "../../document/vocabulary.ts";
import { once } from "../../once.ts";
import { holdsMiddle } from "../../pages/geometry.ts";
import type { OcrEngine, PagePicture, RecognisedPage, RecognisedSheet, RecogniseOptions } from "../engine.ts";
import type { ModelSet } from "../models/files.ts";
import type { Models } from "../models/models.ts";
import type { Trust } from "../models/trust.ts";
import { flattened } from "../picture/flatten.ts";
import { compose, type Homography, IDENTITY, mapBox, mapPoint, scaling, translation } from "../picture/homography.ts";
import { linePitch } from "../picture/line-pitch.ts";
import { cropped, type Grey } from "../picture/raster.ts";
import { withoutSeals } from "../picture/red-print.ts";
import { type Layer, type SheetPart, sheetsIn, uprightSheet } from "../picture/upright.ts";
import { detectLines } from "../reading/detection.ts";
import { readFigureCells } from "../reading/figure-cells.ts";
import { KnownLabels } from "../reading/labels.ts";
import type { Tools } from "../reading/parts.ts";
import { Recogniser } from "../reading/recogniser.ts";
import { readSheet, type SheetReading } from "../reading/sheet.ts";

/** The embedded recogniser: PP-OCR models on ONNX Runtime, nothing leaves the machine. */

/** What is read of a picture at once: all of it or a sheet, as it is or turned. */
interface Part extends SheetPart {
  readonly linePitch: number;
}

interface ReadSheet {
  readonly reading: SheetReading;
  readonly map: Homography;
  /** Where a box of the sheet is on the picture given, both in pixels. */
  readonly onPicture: (box: Box) => Box;
}

interface Outcome {
  /** In reading order. */
  readonly sheets: readonly ReadSheet[];
  /** Quarters that it was turned by, clockwise. */
  readonly quarters: number;
  readonly characters: number;
  /** How sure its characters are on average, and how many of them stand in lines, each by its own confidence. */
  readonly score: number;
  readonly inLines: number;
  /** The share of characters that `inLines` is. */
  readonly upright: number;
}

const FEW_CHARACTERS = 8;

/**
 * @param models wherever they run
 * @param set which they are
 * @param vocabulary what pictures are likely to say
 */
export function embeddedEngine(
  models: Models,
  { name, trust }: Pick<ModelSet, "name" | "trust">,
  vocabulary: Vocabulary,
): OcrEngine {
  return {
    name,
    async recognise(picture: PagePicture, { signal }: RecogniseOptions): Promise<RecognisedPage> {
      const { labels, correct } = vocabulary;
      const tools = {
        models,
        recogniser: new Recogniser(models, trust, signal),
        labels: new KnownLabels(labels),
        correct,
      };
      const points = picture.area[2] / picture.raster.width;
      const outcome = await readPicture(withoutSeals(picture.raster), points, tools);
      return pageOf(picture, outcome, points, trust);
    },
    readFigures: (pictures, { signal }) => readFigureCells(new Recogniser(models, trust, signal), pictures),
  };
}

function pageOf(
  picture: Pick<PagePicture, "number" | "area">,
  outcome: Outcome,
  points: number,
  trust: Trust,
): RecognisedPage {
  const { number, area } = picture;
  const placed = outcome.sheets.map((sheet) => {
    const [toPixels, fromPixels] = [scaling(1 / points), compose(translation(area[0], area[1]), scaling(points))];
    const toPage = compose(fromPixels, compose(sheet.map, toPixels));
    const onPage = (box: Box): Box => mapBox(fromPixels, sheet.onPicture(mapBox(toPixels, box)));
    return { sheet, toPage, onPage };
  });
  // Characters that stand alone may be those of a sheet that no turn has set upright, however surely each was read.
  const isUpright = ({ reading: { characters, inLines } }: ReadSheet): boolean =>
    characters < FEW_CHARACTERS || inLines >= trust.page.upright * characters;
  return {
    number,
    legible: outcome.score >= trust.page.legible && outcome.sheets.every(isUpright),
    sheets: placed.map(
      ({ sheet: { reading }, toPage, onPage }): RecognisedSheet => ({
        geometry: { ...reading.geometry, number },
        second: reading.second,
        toPage,
        onPage,
      }),
    ),
    async again(boxes) {
      const sheets: ReadSheet[] = [];
      for (const { sheet, onPage } of placed) {
        const reading = await sheet.reading.again((box) => boxes.some((wanted) => holdsMiddle(wanted, onPage(box))));
        sheets.push({ ...sheet, reading });
      }
      return pageOf({ number, area }, { ...outcome, sheets }, points, trust);
    },
  };
}

/** A picture no higher than this, in widths, may be one sheet that lies sideways, with gaps as wide as margins. */
const ONE_SHEET = 1.5;

/** Sheets that were put into one picture may lie each another way. */
async function readPicture(layer: Layer, points: number, tools: Tools): Promise<Outcome> {
  const { upright } = tools.recogniser.trust.page;
  const pitch = linePitch(layer.grey);
  const parts = sheetsIn(layer).map((sheet) => ({ ...sheet, linePitch: pitch }));
  if (parts.length === 1) return readUpright(parts[0] as Part, parts, points, tools);
  const { width, height } = layer.grey;
  const whole = { ...layer, map: IDENTITY, onWhite: once(() => flattened(layer.grey)), linePitch: pitch };
  const together = height <= ONE_SHEET * width ? await readUpright(whole, parts, points, tools) : null;
  if (together && together.upright >= upright) return together;
  const outcomes: Outcome[] = [];
  for (const part of parts) outcomes.push(await readUpright(part, [part], points, tools, outcomes.at(-1)));
  // Sheets that all stand on their heads are a picture that does.
  if (outcomes.every(({ quarters }) => quarters === 2)) outcomes.reverse();
  const apart = outcomeOf(
    outcomes.flatMap(({ sheets }) => sheets),
    0,
  );
  return together && together.inLines >= apart.inLines ? together : apart;
}

/**
 * What is read of a part as it lies, or turned until it stands upright.
 * @param sheets of the part as it lies
 * @param above the sheet above it: one with too few characters to tell lies as that does
 */
async function readUpright(
  part: Part,
  sheets: readonly Part[],
  points: number,
  tools: Tools,
  above?: Outcome,
): Promise<Outcome> {
  const { trust } = tools.recogniser;
  const asItLies = await readSheets(sheets, 0, points, tools);
  let outcome = asItLies;
  if (outcome.upright >= trust.page.upright) return outcome;
  const likely = await likelyTurns(part.grey, tools.models);
  // Lines do not always tell how a page lies; where hardly anything was read, there is nothing to turn upright.
  const others = outcome.score > 0 ? [1, 2, 3].filter((turn) => !likely.includes(turn)) : [];
  for (const quarters of [...likely, ...others]) {
    if (outcome.upright >= trust.page.upright) break;
    const other = await readSheets(sheetsOfTurned(part, quarters), quarters, points, tools);
    if (other.inLines > outcome.inLines) outcome = other;
  }
  if (!above || outcome.characters >= FEW_CHARACTERS || outcome.quarters === above.quarters) return outcome;
  return above.quarters === 0
    ? asItLies
    : readSheets(sheetsOfTurned(part, above.quarters), above.quarters, points, tools);
}

async function readSheets(parts: readonly Part[], quarters: number, points: number, tools: Tools): Promise<Outcome> {
  const sheets: ReadSheet[] = [];
  for (const part of parts) {
    const { grey, red, map, onPart } = uprightSheet(part);
    const reading = await readSheet({ grey, points, red, linePitch: part.linePitch }, tools);
    sheets.push({ reading, ...placesOf(part.map, map, onPart) });
  }
  return outcomeOf(sheets, quarters);
}

/** What places boxes outlives the page's picture, and holds none. */
const placesOf = (outer: Homography, map: Homography, onPart: (box: Box) => Box): Omit<ReadSheet, "reading"> => ({
  map: compose(outer, map),
  onPicture: (box) => mapBox(outer, onPart(box)),
});

function outcomeOf(sheets: readonly ReadSheet[], quarters: number): Outcome {
  const sum = (of: (reading: SheetReading) => number): number =>
    sheets.reduce((all, { reading }) => all + of(reading), 0);
  const characters = sum((reading) => reading.characters);
  const inLines = sum((reading) => reading.inLines);
  const share = (part: number): number => (characters < FEW_CHARACTERS ? 0 : part / characters);
  const score = share(sum(({ confidence }) => confidence));
  return { sheets, quarters, characters, score, inLines, upright: share(inLines) };
}

function sheetsOfTurned(part: Part, quarters: number): Part[] {
  const { grey, red, map } = turnedLayer(part, quarters);
  return sheetsIn({ grey, red }).map((sheet) => ({
    ...sheet,
    map: compose(map, sheet.map),
    linePitch: part.linePitch,
  }));
}

function turnedLayer({ grey, red, map }: Part, quarters: number): Layer & Pick<Part, "map"> {
  const { width: w, height: h } = grey;
  const [width, height] = quarters === 2 ? [w, h] : [h, w];
  // From the turned picture back to the unturned one.
  const back: Homography =
    quarters === 1
      ? [0, 1, 0, -1, 0, h, 0, 0, 1]
      : quarters === 2
        ? [-1, 0, w, 0, -1, h, 0, 0, 1]
        : [0, -1, w, 1, 0, 0, 0, 0, 1];
  // From a pixel to the next in its row and in its column, on the unturned picture.
  const [firstX, firstY] = mapPoint(back, 0.5, 0.5);
  const across = back[0] + back[3] * w;
  const down = back[1] + back[4] * w;
  const turn = (data: Uint8Array): Uint8Array => {
    const out = new Uint8Array(data.length);
    let row = Math.floor(firstY) * w + Math.floor(firstX);
    for (let y = 0, at = 0; y < height; y++, row += down)
      for (let x = 0, from = row; x < width; x++, at++, from += across) out[at] = data[from] as number;
    return out;
  };
  return {
    grey: { width, height, data: turn(grey.data) },
    red: red && turn(red),
    map: compose(map, back),
  };
}

/**
 * Quarter turns clockwise that are worth trying: lines of text that stand upright on the picture tell that it lies
 * sideways.
 */
async function likelyTurns(grey: Grey, models: Models): Promise<readonly number[]> {
  // Of a long picture one sheet is enough, and small enough for its lines to be seen.
  const side = Math.round(1.45 * Math.min(grey.width, grey.height));
  const area = { x0: 0, y0: 0, x1: Math.min(grey.width, side), y1: Math.min(grey.height, side) };
  const { width, height, data } = cropped({ ...grey, channels: 1 }, area);
  const lines = await detectLines(models, flattened({ width, height, data }));
  const long = lines.filter(({ x0, y0, x1, y1 }) => Math.max(x1 - x0, y1 - y0) > 3 * Math.min(x1 - x0, y1 - y0));
  if (long.length === 0) return [];
  const upright = long.filter(({ x0, y0, x1, y1 }) => y1 - y0 > x1 - x0).length;
  return upright * 2 > long.length ? [1, 3] : [2];
}
