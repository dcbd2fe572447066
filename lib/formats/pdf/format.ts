import type { Format } from "../format.ts";
import { flatTextOfPdf } from "./flat-text.ts";
import { readPdf } from "./read.ts";
import { salvageTextOfPdf } from "./salvage.ts";
import { signs } from "./signs.ts";

export const PDF: Format = { signs, read: readPdf, flatText: flatTextOfPdf, salvage: salvageTextOfPdf };
