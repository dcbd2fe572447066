import type { FlatText, Place } from "../document/document.ts";
import type { ReaderError } from "../formats/errors.ts";
import type { Reading } from "../formats/format.ts";
import { withPicturesUnread } from "../profiles/common/recognised.ts";
import type { Candidate } from "../profiles/profile.ts";
import { bestCandidate, versionFor } from "../profiles/profiles.ts";
import { assembleReport } from "../report/assemble.ts";
import { picturesOf } from "../report/html/cutouts.ts";
import type { Source } from "../report/schema.ts";
import type { ProcessedDocument } from "../report/store.ts";
import { withSums } from "../sums/table-sums.ts";
import { JudgementError } from "./failure.ts";

/** From what was read of a document to its report. */

/** What was read of a document, and what it is taken for by both its readings. */
export interface Taken {
  readonly reading: Reading;
  readonly candidate: Candidate;
  readonly second: FlatText | null;
}

/** @throws JudgementError: what a family stumbles over is no property of the file */
function askingFamilies<T>(question: () => T): T {
  try {
    return question();
  } catch (error) {
    throw new JudgementError(error);
  }
}

/** @throws JudgementError */
export const taken = (reading: Reading, second: FlatText | null): Taken => ({
  reading,
  second,
  candidate: askingFamilies(() =>
    bestCandidate({ document: reading.document, second, recognised: reading.recognised }),
  ),
});

/** Where a second look would decide. @throws JudgementError */
export const placesToProve = ({ candidate }: Taken): readonly Place[] =>
  askingFamilies(() => candidate.placesToProve());

/**
 * A cover does not tell what the pages behind it are: fewer letters than a page has say of a document with unread
 * pictures nothing.
 */
const LEAST_LETTERS = 500;

const lettersIn = ({ blocks }: Reading["document"]): number =>
  blocks.reduce((sum, block) => {
    if (block.kind === "paragraph") return sum + block.text.length;
    return block.kind === "table" ? block.cells.reduce((cells, cell) => cells + cell.text.length, sum) : sum;
  }, 0);

/**
 * A document's report, and what is filed with it.
 * @param late why pictures were left unread
 * @throws JudgementError; `late`, where too little else was read; ZodError where a judgement breaks the schema
 */
export async function reported(
  { reading, candidate, second }: Taken,
  source: Source,
  late: ReaderError | undefined,
): Promise<ProcessedDocument> {
  const judged = askingFamilies(() => candidate.judge());
  if (late && judged.profile === null && lettersIn(reading.document) < LEAST_LETTERS) throw late;
  const document = judged.profile === null ? withSums(reading.document, second) : reading.document;
  const judgement = late ? withPicturesUnread(judged) : judged;
  const report = assembleReport(judgement, { engineVersion: versionFor(judgement.profile), source });
  const { view, inPicture } = reading;
  const pictures = view && (await picturesOf(report, document, { view, inPicture }).catch(() => undefined));
  if (!pictures?.pages.size) return { report, document };
  const shown = {
    shownPages: [...pictures.pages.keys()],
    shownCells: [...pictures.cutouts.keys()],
    shownPlaces: pictures.places,
  };
  return { report: { ...report, source: { ...report.source, ...shown } }, document, pictures };
}
