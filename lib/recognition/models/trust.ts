/**
 * How far what a model says is believed: its probabilities (0 to 1) from which something holds. Other models are sure
 * of other things, so that these belong to the model.
 */
export interface Trust {
  readonly detection: {
    /** A pixel is of a line. */
    readonly ink: number;
    /** The mean of a box's pixels: it is a line. */
    readonly box: number;
    /** A box is wider than its pixels by this share of area by girth: so much the model was taught to leave out. */
    readonly unclip: number;
  };
  readonly figures: {
    /** Looks below this hesitate. */
    readonly confident: number;
    /** Where all looks agree, two that are so sure are enough. */
    readonly sure: number;
    /** A look at one of many figures that look the same stands for them all. */
    readonly sample: number;
  };
  readonly lines: {
    /** A line with numbers is read only once where all characters are this likely … */
    readonly sure: number;
    /** … another one here: words are guarded by their context. */
    readonly likely: number;
    /** Lines below this are dropped. */
    readonly kept: number;
    /** A word of Chinese among figures that a look is surer of than this is no misread figure. */
    readonly word: number;
  };
  readonly page: {
    /** Where a smaller share of what was read stands in lines, a page may lie sideways or upside down. */
    readonly upright: number;
    /** Read with this, what was not found on a page is not there. */
    readonly legible: number;
  };
}

/**
 * Of PP-OCR: measured with v4. With them v5 mobile and v6 small bound as many figures of the same scans: 2,166 and
 * 2,173 of 2,792, beside 2,172.
 */
export const PP_OCR: Trust = {
  detection: { ink: 0.3, box: 0.5, unclip: 1.5 },
  figures: { confident: 0.6, sure: 0.9, sample: 0.8 },
  lines: { sure: 0.95, likely: 0.6, kept: 0.5, word: 0.7 },
  page: { upright: 0.8, legible: 0.93 },
};
