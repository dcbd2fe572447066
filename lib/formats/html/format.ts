import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

const flatText = async (bytes: Uint8Array) => (await import("./flat-text.ts")).flatTextOfHtml(bytes);

export const HTML: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readHtml(bytes),
  flatText,
  salvage: flatText,
};
