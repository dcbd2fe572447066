/**
 * What makes a line of a scan a ruling. Lengths are pixels at 200 dpi; shares are of 1. Lengths and darkness are from the
 * first scans that were read; how broken a ruling may be, and what parts it from strokes, came with photographed sheets
 * and faxes, rows and `higher` with tables whose rows are higher than their characters (git log -S).
 */
export const RULING = {
  /** Least length of a piece of a line; shorter ones are strokes. Cells are wider than high, so less is enough down. */
  across: 56,
  down: 30,
  /** No stroke of a character is longer: 90 pixels are 32 points, type of titles. */
  character: 90,
  /** Strokes that touch a ruling in the height of a character: text set tightly, a line of it once. More are its own. */
  attached: 2,
  /** Lines this long are rulings whatever they meet; no row or column of characters looks like one. */
  longAcross: 200,
  longDown: 110,
  /** Lines that end this near to a crossing one meet it: its thickness, and the gap that thresholding leaves. */
  near: 8,
  /** Half the thickness of a line and its blur: what is kept clear of at a crossing. */
  clear: 4,
  /**
   * Lines of one column stand below each other, apart by no more than a few rows: two rows of heads over several
   * columns, and the gap of a table that was split.
   */
  aligned: 3,
  sameTable: 150,
  rowsApart: 3,
  /** No cell is narrower or lower: 20 pixels are 7 points. Nearer crossings are one ruling, drawn as two. */
  leastCell: 20,
  /** Lines of one weave differ in darkness by no more than this factor; fewer long ones, and print, are none. */
  asDark: 0.5,
  darkestWeave: 60,
  fewWoven: 10,
  /** The two lines of a double ruling stand nearer than strokes of a character do. */
  double: 7,
  /** How far a stroke of a character may continue a short line, a third of the longest stroke. */
  longestOverhang: 30,
  /**
   * Least dark share of a span for it to be a ruling, relative to the page's typical share where all rulings are faint:
   * a short span must be whole, since strokes leave gaps; a long one may have some.
   */
  whole: 0.96,
  mostly: 0.85,
  /** No ruling is more broken than this. */
  mostBroken: 0.6,
  /** The more a line is broken, the less its spans are alike: of its typical share, down to this share of that. */
  leastAlike: 0.5,
  /** Fewer spans can't tell how broken a line is. */
  fewSpans: 4,
  /** How broken rulings of the page are: the share of its spans that may be worse, since some are no rulings. */
  brokenShare: 0.25,
  /**
   * Fewer rows can't tell the size of characters. Where there are more, the lower ones hold one line (a quarter of them
   * are enough to tell), and characters of a heading are this much larger.
   */
  fewRows: 4,
  lowRows: 0.25,
  higher: 1.5,
  /** A pixel shows a line where it is so dark in comparison with the line; between rulings a little less is enough. */
  shows: 0.5,
  spanShows: 0.45,
  /** Lines fainter than this in comparison with most rulings are none: a long one may fade where the paper curves. */
  faintLong: 0.3,
  faintShort: 0.4,
  /** Lines this much darker than most rulings are print; the constant is noise, where rulings are hardly seen. */
  muchDarker: 2.5,
  darkerBy: 40,
  /** A ruling is that dark nearly nowhere, or nearly everywhere where it is a thick one; what is between is print. */
  fewDark: 0.25,
  mostlyDark: 0.85,
} as const;
