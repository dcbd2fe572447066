import type { Document, FlatText, Place } from "../document/document.ts";
import type { OcrEngine, PageView, RecogniseOptions } from "../recognition/engine.ts";
import type { ReaderError } from "./errors.ts";
import type { Signs } from "./signs.ts";

/**
 * What a format is to all who read it. Each has a folder, whose `format.ts` names its parts and loads each with the
 * first file that asks for it: a page does not wait for the libraries that read workbooks.
 */
export interface Format {
  /** How a file of it is told by its content. */
  readonly signs: Signs;
  /**
   * The first reading: what the file itself says, and what of it must be recognised.
   * @throws ReaderError
   */
  readonly read: (bytes: Uint8Array) => Promise<FirstReading>;
  /**
   * The flat text of the second reading, from the bytes by other means; null where only pictures can be read, of which
   * recognition gives both readings.
   */
  readonly flatText: TextReader | null;
  /** What can be saved of a damaged file that `read` refuses; null where nothing can. */
  readonly salvage: TextReader | null;
}

type TextReader = (bytes: Uint8Array) => Promise<FlatText>;

/** What a file says. */
export interface Reading {
  readonly document: Document;
  /** The second reading of the whole document, given that of the file itself. */
  readonly second: (native: FlatText | null) => FlatText | null;
  /** Pages, or pictures in their order, that were recognised, counted from 1. */
  readonly recognised: readonly number[];
  /** Pictures of the pages recognised, and of those on which something does not look as its codes say, for cut-outs. */
  readonly view?: PageView;
  /** Where a place of the document is in a picture that `view` gives; absent where places are on pages themselves. */
  readonly inPicture?: (place: Place) => Place | null;
  /** Why some pictures stayed unread: their time was up. */
  readonly late?: ReaderError;
  /** The same after further looks at the figures in these places; absent where nothing was recognised. */
  readonly again?: (places: readonly Place[]) => Promise<Reading>;
}

/** What a file itself says, its pictures unread. */
export interface FirstReading extends Reading {
  /** What must be recognised; null where nothing must. */
  readonly pictures: Pictures | null;
  /** Lets go of what the file is held open with; nothing can be asked of the reading thereafter. */
  readonly close: () => void;
}

export interface Pictures {
  /** How many pages, or pictures, must be recognised. */
  readonly pages: number;
  /** On how many others single cells must be looked at. */
  readonly cells: number;
  /**
   * What the file says once they are recognised. Ends between two runs of a model where it is told to; then the pictures
   * left stay unread.
   * @throws ReaderError
   */
  readonly recognise: (recogniser: Recogniser) => Promise<Reading>;
}

export interface Recogniser extends RecogniseOptions {
  readonly engine: OcrEngine;
}

/** The reading of a file in which nothing is recognised. */
export const readAsItIs = (document: Document): FirstReading => ({
  document,
  second: (native) => native,
  recognised: [],
  pictures: null,
  close: () => {},
});
