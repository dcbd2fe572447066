import { encodingOf } from "../shared/image-encodings.ts";
import type { Signs } from "../signs.ts";

export const signs: Signs = { ends: ({ bytes }) => encodingOf(bytes) !== null };
