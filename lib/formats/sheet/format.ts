import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

const flatText = async (bytes: Uint8Array) => (await import("./flat-text.ts")).flatTextOfSheet(bytes);

export const SHEET: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readSheet(bytes),
  flatText,
  salvage: flatText,
};
