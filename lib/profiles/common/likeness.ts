/** What of a family's form stands in a document, and how much of it there would be. */
interface Evidence {
  /** Official tables told by their labels. */
  readonly tables: number;
  readonly ofTables: number;
  /** Headings of the form's sections. */
  readonly headings: number;
  readonly ofHeadings: number;
  readonly titled: boolean;
}

/**
 * How like a document is to one of a family, 0 to 1: the mean share of its tables, its headings and its title, as far
 * as the form has them. Every family measures so, or their answers could not be compared.
 */
export function likenessOf({ tables, ofTables, headings, ofHeadings, titled }: Evidence): number {
  const share = (found: number, of: number) => (of > 0 ? [Math.min(found / of, 1)] : []);
  const shares = [...share(tables, ofTables), ...share(headings, ofHeadings), titled ? 1 : 0];
  return shares.reduce((sum, each) => sum + each, 0) / shares.length;
}
