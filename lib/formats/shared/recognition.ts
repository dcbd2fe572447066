import type { Document, FlatText, Place } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import type { OcrEngine, RecogniseOptions } from "../../recognition/engine.ts";
import type { PageSource } from "../../recognition/merge.ts";
import type { PageView } from "../../report/html/cutouts.ts";
import { type ReaderError, TooLargeError } from "../errors.ts";

/** What comes of recognising a document's pictures, whatever holds them. */

export interface Recognition {
  readonly document: Document;
  /** The second reading of the whole document, given that of the file itself. */
  readonly second: (native: FlatText | null) => FlatText | null;
  /** Pages that were recognised, counted from 1. */
  readonly pages: readonly number[];
  /** Pictures of the pages recognised, and of those on which something does not look as its codes say, for cut-outs. */
  readonly view?: PageView;
  /** Why some pictures stayed unread: their time was up. */
  readonly late?: ReaderError;
  /** The same after further looks at the figures in these places, as far as they were recognised. */
  readonly again: (places: readonly Place[]) => Promise<Recognition>;
}

export interface RecognitionOptions extends RecogniseOptions {
  readonly engine: OcrEngine;
  /** Told how many pages will be recognised before the first one is. */
  readonly onPages: (count: number) => void;
}

/** Pictures smaller than this (points) hold no table and no prose. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 36;
export const mayMatter = (width: number, height: number): boolean =>
  (width === 0 && height === 0) || (width >= LEAST_WIDTH && height >= LEAST_HEIGHT);

/**
 * Announces how many pages will be recognised, and on how many others single cells are looked at.
 * @throws TooLargeError
 */
export function bounded(count: number, { onPages }: RecognitionOptions, lookedAt = 0): void {
  if (count > LIMITS.recognisedPages)
    throw new TooLargeError(`文件有${count}页扫描件或图片，超出上限${LIMITS.recognisedPages}页，请拆分后重新提交。`);
  if (count + lookedAt > 0) onPages(count + lookedAt);
}

/** What is recognised as long as there is time; null where there is none left. */
export async function inTime<T>(
  { signal }: Pick<RecognitionOptions, "signal">,
  work: () => Promise<T>,
): Promise<T | null> {
  if (signal?.aborted) return null;
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return null;
    throw error;
  }
}

/** Why time was up, if it was. */
export const lateness = ({ signal }: Pick<RecognitionOptions, "signal">): Pick<Recognition, "late"> =>
  signal?.aborted ? { late: signal.reason as ReaderError } : {};

/** A document without pictures that matter: there is nothing to look at again. */
export function unpictured(document: Document, second: Recognition["second"], view?: PageView): Recognition {
  const recognition: Recognition = {
    document,
    second,
    pages: [],
    ...(view && { view }),
    again: async () => recognition,
  };
  return recognition;
}

/** The pages after further looks at the figures in these places. */
export async function lookedAgain(sources: readonly PageSource[], places: readonly Place[]): Promise<PageSource[]> {
  const looked: PageSource[] = [];
  for (const source of sources) {
    const boxes = places.flatMap((place) => ("page" in place && place.page === source.number ? [place.box] : []));
    const pictures: PageSource["pictures"][number][] = [];
    for (const { box, recognised } of source.pictures)
      pictures.push({ box, recognised: boxes.length > 0 ? await recognised.again(boxes) : recognised });
    looked.push({ ...source, pictures });
  }
  return looked;
}
