import type { Box } from "../document/document.ts";
import type { PageGeometry } from "../pages/geometry.ts";
import type { Homography } from "./picture/homography.ts";

/**
 * The port for engines that recognise pictures of pages. An engine gives two looks at a page that fail differently;
 * it judges nothing and knows no profile.
 */

/** A picture as decoded: rows from the top, one byte a channel; 1 channel is grey, 3 are RGB. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

export interface PlacedPicture {
  readonly raster: Raster;
  /** Where the picture stands on its page, in points. */
  readonly area: Box;
}

/** The picture of a page, or of a part of one. */
export interface PagePicture extends PlacedPicture {
  /** Counted from 1. */
  readonly number: number;
}

/** The picture of a page as a person is shown it. */
export interface ShownPage extends PlacedPicture {
  /** From a box of the page to where it is on the picture. */
  readonly onPicture: (box: Box) => Box;
}

/** Gives the picture of a page, counted from 1; null for pages that need none. */
export type PageView = (page: number) => Promise<ShownPage | null>;

/** A piece of the second look. */
export interface SecondPiece {
  readonly text: string;
  readonly box: Box;
}

/**
 * Lines and characters of a part of a page that can be read by itself, such as one sheet of several that were put into
 * one picture.
 */
export interface RecognisedSheet {
  /** First look: rulings and characters in points of an upright sheet; `number` is that of the page. */
  readonly geometry: PageGeometry;
  /**
   * Second look: cells and lines in reading order. An empty cell among figures is an empty piece; a figure that is in
   * doubt differs from the first look.
   */
  readonly second: readonly SecondPiece[];
  /** From points of the sheet to points of the page as its reader sees it, but for the curl of the sheet. */
  readonly toPage: Homography;
  /** Where a box of the sheet (points) is on the page as its reader sees it. */
  readonly onPage: (box: Box) => Box;
}

export interface RecognisedPage {
  readonly number: number;
  readonly sheets: readonly RecognisedSheet[];
  /** Whether the page was read so well that what was not found is not there. */
  readonly legible: boolean;
  /**
   * The page after further looks at the figures whose middles stand in these boxes (points of the page), each at its
   * own cell alone: what was misread the same way twice comes out as what the picture shows, or in doubt.
   */
  readonly again: (boxes: readonly Box[]) => Promise<RecognisedPage>;
}

export interface RecogniseOptions {
  /** Ends the work between two steps. */
  readonly signal?: AbortSignal;
}

/** One cell of figures, cut out of a drawn page inside its borders. */
export interface FigurePicture {
  readonly raster: Raster;
  /** Pixels; about as high as a digit is. */
  readonly digitHeight: number;
}

/** What a person would read in a cell of figures; "" where there is nothing. */
export interface FigureSeen {
  readonly text: string;
  /** Looks that fail differently agree. */
  readonly certain: boolean;
}

export interface OcrEngine {
  /** As report.json names it. */
  readonly name: string;
  readonly recognise: (picture: PagePicture, options: RecogniseOptions) => Promise<RecognisedPage>;
  /** Reads single cells of figures, each by all looks. */
  readonly readFigures: (
    pictures: readonly FigurePicture[],
    options: Pick<RecogniseOptions, "signal">,
  ) => Promise<readonly FigureSeen[]>;
}
