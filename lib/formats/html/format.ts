import { type Format, readAsItIs } from "../format.ts";
import { flatTextOfHtml } from "./flat-text.ts";
import { readHtml } from "./read.ts";
import { signs } from "./signs.ts";

export const HTML: Format = {
  signs,
  read: (bytes) => readAsItIs(readHtml(bytes)),
  flatText: flatTextOfHtml,
  salvage: flatTextOfHtml,
};
