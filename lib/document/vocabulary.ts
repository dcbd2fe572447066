/** Text that documents are known to hold, so that what was nearly read as it can be corrected. */
export interface Vocabulary {
  /** Labels as their form prints them. */
  readonly labels: readonly string[];
  /** A recognised line with names corrected that only one known name is near to; the line itself where none is. */
  readonly correct: (line: string) => string;
}
