/** What must be known of a format by those that read none of it. */
interface Traits {
  /** As a person calls it. */
  readonly words: string;
  /** Who ends lines inside a cell: the author, who typed them, or the layout, which ran out of room. */
  readonly lineEnds: "author" | "layout";
  /** Whether the title that a file declares is its own; the properties of an office file are often another file's. */
  readonly ownTitle: boolean;
  /** Whether it may hold what was copied from a site, with the site's name above it. */
  readonly fromSites: boolean;
  /** Which bounds apply to it, as docs/limits.md lists them. */
  readonly limits: string;
}

const office = { lineEnds: "author", ownTitle: false, fromSites: false } as const;
const paged = { lineEnds: "layout", ownTitle: false, fromSites: false } as const;

/**
 * The formats that a document may come in. report.json names them so; each has a folder in lib/formats and a line in
 * its formats.ts, which the compiler demands.
 */
export const FORMATS = {
  pdf: { words: "PDF", limits: "pages", ...paged },
  docx: { words: "Word（docx）", limits: "word", ...office },
  doc: { words: "Word（doc）", limits: "word", ...office },
  ofd: { words: "OFD", limits: "pages", ...paged },
  html: { words: "网页", limits: "web", lineEnds: "author", ownTitle: true, fromSites: true },
  text: { words: "纯文本", limits: "web", lineEnds: "author", ownTitle: false, fromSites: true },
  image: { words: "图片", limits: "picture", ...paged },
  sheet: { words: "电子表格（.xlsx）", limits: "sheet", ...office },
} as const satisfies Readonly<Record<string, Traits>>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];
