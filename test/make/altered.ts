import type { Document } from "../../lib/document/document.ts";
import { figuresOf } from "./figures.ts";
import { reportDocument, tablesOf } from "./tables.ts";

/** The figure that tests of looks alter; its row's and column's sums hold where it is 85. */
export const ALTERED = "applications.granted.naturalPerson";
/** What stands in its place before a format's maker puts its content there. */
export const MARK = "§";

/** A valid report but for the figure ALTERED, which is MARK. */
export function markedReport(): Document {
  const texts = figuresOf("2021", {
    proactive: { "licensing.decisions": "7" },
    results: { "granted.naturalPerson": 85 },
  });
  texts.set(ALTERED, MARK);
  return reportDocument(tablesOf(texts, "2021"));
}
