import { LIMITS } from "../../limits.ts";

/** What is counted while reading, so that a hostile file stops instead of running on. */
export interface Budget {
  glyphs: number;
  objects: number;
  segments: number;
}

export const budget = (): Budget => ({
  glyphs: LIMITS.glyphs,
  objects: LIMITS.drawnObjects,
  segments: LIMITS.pathSegments,
});
