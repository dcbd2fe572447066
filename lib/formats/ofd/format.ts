import { type Format, readAsItIs } from "../format.ts";
import { flatTextOfOfd } from "./flat-text.ts";
import { readOfd } from "./read.ts";
import { signs } from "./signs.ts";

export const OFD: Format = {
  signs,
  read: async (bytes) => readAsItIs(await readOfd(bytes)),
  flatText: flatTextOfOfd,
  salvage: flatTextOfOfd,
};
