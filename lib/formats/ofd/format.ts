import type { Format } from "../format.ts";
import { flatTextOfOfd } from "./flat-text.ts";
import { readOfd } from "./read.ts";
import { signs } from "./signs.ts";

export const OFD: Format = {
  signs,
  read: readOfd,
  flatText: flatTextOfOfd,
  salvage: flatTextOfOfd,
};
