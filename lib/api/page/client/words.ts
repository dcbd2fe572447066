import type { PageWords } from "../words.ts";

/** How families, statuses, tables and figures are called. */
export const WORDS = JSON.parse(document.getElementById("words")?.textContent ?? "") as PageWords;
