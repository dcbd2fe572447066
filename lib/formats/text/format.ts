import { type Format, readAsItIs } from "../format.ts";
import { flatTextOfText } from "./flat-text.ts";
import { readText } from "./read.ts";
import { signs } from "./signs.ts";

export const TEXT: Format = {
  signs,
  read: (bytes) => readAsItIs(readText(bytes)),
  flatText: flatTextOfText,
  salvage: flatTextOfText,
};
