import type { PageWords } from "../words.ts";
import { byId } from "./dom.ts";

/** How families, statuses, tables and figures are called. */
export const WORDS = JSON.parse(byId("words").textContent ?? "") as PageWords;
