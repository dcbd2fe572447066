import { type Format, readAsItIs } from "../format.ts";
import { flatTextOfSheet } from "./flat-text.ts";
import { readSheet } from "./read.ts";
import { signs } from "./signs.ts";

export const SHEET: Format = {
  signs,
  read: (bytes) => readAsItIs(readSheet(bytes)),
  flatText: flatTextOfSheet,
  salvage: flatTextOfSheet,
};
