/** Points: the lines of a page stand about as far apart. */
const BAND = 24;
/**
 * What reaches over more bands than this is kept for the whole page: a hostile page may be as high as a number gets.
 */
const MOST_BANDS = 64;

interface PageOfBands<T> {
  readonly bands: Map<number, T[]>;
  readonly tall: T[];
}

/**
 * Things on drawn pages by the heights they stand at, so that what is at one place is found without a look at all the
 * others.
 */
export class Bands<T> {
  readonly #pages = new Map<number, PageOfBands<T>>();

  /** Heights are in points from the page's top. */
  add(page: number, top: number, bottom: number, item: T): void {
    const known = this.#pages.get(page) ?? { bands: new Map<number, T[]>(), tall: [] };
    this.#pages.set(page, known);
    const [first, last] = [Math.floor(top / BAND), Math.floor(bottom / BAND)];
    if (!(last - first < MOST_BANDS)) known.tall.push(item);
    else {
      for (let band = first; band <= last; band++) {
        const items = known.bands.get(band);
        if (items) items.push(item);
        else known.bands.set(band, [item]);
      }
    }
  }

  /**
   * What may stand between two heights: all that does, and some that stands close by. What was added over several
   * heights may come several times.
   */
  near(page: number, top: number, bottom = top): readonly T[] {
    const known = this.#pages.get(page);
    if (!known) return [];
    const [first, last] = [Math.floor(top / BAND), Math.floor(bottom / BAND)];
    if (first === last)
      return known.tall.length === 0
        ? (known.bands.get(first) ?? [])
        : [...(known.bands.get(first) ?? []), ...known.tall];
    const within =
      last - first < known.bands.size
        ? Array.from({ length: last - first + 1 }, (_, i) => known.bands.get(first + i) ?? [])
        : [...known.bands].filter(([band]) => band >= first && band <= last).map(([, items]) => items);
    return [...within.flat(), ...known.tall];
  }
}
