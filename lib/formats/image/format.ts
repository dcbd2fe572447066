import type { Format } from "../format.ts";
import { signs } from "./signs.ts";

export const IMAGE: Format = {
  signs,
  read: async (bytes) => (await import("./read.ts")).readImage(bytes),
  flatText: null,
  salvage: null,
};
