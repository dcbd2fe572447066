import type { Document, Place } from "../../document/document.ts";
import { type PlacedFlaw, withFlaws } from "../../pages/flaws.ts";
import { blocksOfSources, flatTextOfSources, type PageSource } from "../../recognition/merge.ts";
import type { ReaderError } from "../errors.ts";
import type { Reading, Recogniser } from "../format.ts";

/** What comes of recognising a document's pictures, whatever holds them. */

/** Pictures smaller than this (points) hold no table and no prose. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 36;
export const mayMatter = (width: number, height: number): boolean =>
  (width === 0 && height === 0) || (width >= LEAST_WIDTH && height >= LEAST_HEIGHT);

/** What is recognised as long as there is time; null where there is none left. */
export async function inTime<T>({ signal }: Pick<Recogniser, "signal">, work: () => Promise<T>): Promise<T | null> {
  if (signal?.aborted) return null;
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return null;
    throw error;
  }
}

/** Why time was up, if it was. */
export const lateness = ({ signal }: Pick<Recogniser, "signal">): Pick<Reading, "late"> =>
  signal?.aborted ? { late: signal.reason as ReaderError } : {};

/** What comes of pages and of the pictures recognised on them, now and whenever these are looked at again. */
export function readingOfSources(
  sources: readonly PageSource[],
  base: Omit<Document, "blocks">,
  rest: Pick<Reading, "recognised" | "view" | "late">,
  flaws: readonly PlacedFlaw[] = [],
): Reading {
  return {
    ...rest,
    document: { ...base, blocks: withFlaws(blocksOfSources(sources), flaws) },
    second: (native) => flatTextOfSources(sources, native),
    again: async (places) => readingOfSources(await lookedAgain(sources, places), base, rest, flaws),
  };
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
