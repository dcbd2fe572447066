import { connectedParts, SIDES } from "../picture/connected-parts.ts";
import type { Area } from "../picture/raster.ts";
import type { Trust } from "./trust.ts";

/**
 * Boxes of the connected parts of a map with the probability of text at each pixel (DB), widened to what the model was
 * taught to leave out.
 */
export function boxesOf(probability: Float32Array, w: number, h: number, trust: Trust["detection"]): Area[] {
  const mask = new Uint8Array(w * h);
  for (let at = 0; at < mask.length; at++) mask[at] = (probability[at] as number) < trust.ink ? 0 : 1;
  const boxes: Area[] = [];
  for (const { x0, y0, x1, y1, count, weight } of connectedParts(mask, w, SIDES, (at) => probability[at] as number)) {
    if (weight / count < trust.box || Math.min(x1 - x0, y1 - y0) < 3) continue;
    const [bw, bh] = [x1 - x0, y1 - y0];
    const grow = (bw * bh * trust.unclip) / (2 * (bw + bh));
    boxes.push({
      x0: Math.max(0, x0 - grow),
      y0: Math.max(0, y0 - grow),
      x1: Math.min(w, x1 + grow),
      y1: Math.min(h, y1 + grow),
    });
  }
  return boxes;
}
