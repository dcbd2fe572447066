import type { Format } from "../format.ts";
import { flatTextOfDocx } from "./flat-text.ts";
import { readDocx } from "./read.ts";
import { signs } from "./signs.ts";

export const DOCX: Format = { signs, read: readDocx, flatText: flatTextOfDocx, salvage: flatTextOfDocx };
