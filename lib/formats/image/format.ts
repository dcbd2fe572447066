import type { Format } from "../format.ts";
import { readImage } from "./read.ts";
import { signs } from "./signs.ts";

export const IMAGE: Format = { signs, read: readImage, flatText: null, salvage: null };
