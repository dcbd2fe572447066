import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

const flatText = async (bytes: Uint8Array) => (await import("./flat-text.ts")).flatTextOfDocx(bytes);

export const DOCX: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readDocx(bytes),
  flatText,
  salvage: flatText,
};
