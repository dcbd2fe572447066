import { type Format, readAsItIs } from "../format.ts";
import { flatTextOfDoc } from "./flat-text.ts";
import { readDoc } from "./read.ts";
import { signs } from "./signs.ts";

export const DOC: Format = {
  signs,
  read: (bytes) => readAsItIs(readDoc(bytes)),
  flatText: flatTextOfDoc,
  salvage: flatTextOfDoc,
};
