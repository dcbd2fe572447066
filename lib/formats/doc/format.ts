import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

const flatText = async (bytes: Uint8Array) => (await import("./flat-text.ts")).flatTextOfDoc(bytes);

export const DOC: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readDoc(bytes),
  flatText,
  salvage: flatText,
};
