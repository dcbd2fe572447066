/** What files show of what they are, and what formats answer of it. */

/** The first and the last bytes of a file, a character each. */
interface Ends {
  readonly head: string;
  readonly tail: string;
  /** Of the whole file. */
  readonly bytes: Uint8Array;
}

/** A zip by the names of its entries. */
export interface ZipNames {
  readonly has: (path: RegExp) => boolean;
  /** Whether it is an Office Open XML package of any kind. */
  readonly isOffice: boolean;
  /** What of its first entry is not packed. */
  readonly first: string;
}

/** An OLE compound file by the names of its streams. */
export interface OleNames {
  readonly has: (stream: string) => boolean;
  /** Whether its directory, or a rest of one, is there. */
  readonly intact: boolean;
}

/**
 * How a format is told. Each question is asked of all formats, in the order of their registry, before the next one is;
 * a format answers those that concern files of its shape.
 */
export interface Signs {
  readonly zip?: (names: ZipNames) => boolean;
  readonly ole?: (names: OleNames) => boolean;
  /** An OLE file that none is known to have written, such as one that was cut. */
  readonly brokenOle?: (bytes: Uint8Array) => boolean;
  /** A file that is no container. */
  readonly ends?: (ends: Ends) => boolean;
  /** A file of none of these signs that is text: how it begins, in whatever encoding. */
  readonly text?: (text: string) => boolean;
}
