import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

const flatText = async (bytes: Uint8Array) => (await import("./flat-text.ts")).flatTextOfOfd(bytes);

export const OFD: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readOfd(bytes),
  flatText,
  salvage: flatText,
};
