import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

export const PDF: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readPdf(bytes),
  flatText: async (bytes) => (await import("./flat-text.ts")).flatTextOfPdf(bytes),
  salvage: async (bytes) => (await import("./salvage.ts")).salvageTextOfPdf(bytes),
};
