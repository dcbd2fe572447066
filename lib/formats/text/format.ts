import { type Format, readAsItIs } from "../format.ts";
import { signs } from "./signs.ts";

const flatText = async (bytes: Uint8Array) => (await import("./flat-text.ts")).flatTextOfText(bytes);

export const TEXT: Format = {
  signs,
  read: async (bytes) => readAsItIs((await import("./read.ts")).readText(bytes)),
  flatText,
  salvage: flatText,
};
