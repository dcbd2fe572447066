import type { Area } from "../raster.ts";

const INK = 0.3;
const LEAST_SCORE = 0.5;
const UNCLIP = 1.5;

/** Boxes of the connected parts of a map with the probability of text at each pixel (DB), widened to what the model was taught to leave out. */
export function boxesOf(probability: Float32Array, w: number, h: number): Area[] {
  const seen = new Uint8Array(w * h);
  const stack = new Int32Array(w * h);
  const boxes: Area[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || (probability[start] as number) < INK) continue;
    let [x0, y0, x1, y1, sum, count, size] = [w, h, 0, 0, 0, 0, 0];
    stack[size++] = start;
    seen[start] = 1;
    while (size > 0) {
      const at = stack[--size] as number;
      const x = at % w;
      const y = (at - x) / w;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x + 1);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y + 1);
      sum += probability[at] as number;
      count++;
      const visit = (next: number) => {
        if (!seen[next] && (probability[next] as number) >= INK) {
          seen[next] = 1;
          stack[size++] = next;
        }
      };
      if (x > 0) visit(at - 1);
      if (x + 1 < w) visit(at + 1);
      if (y > 0) visit(at - w);
      if (y + 1 < h) visit(at + w);
    }
    if (sum / count < LEAST_SCORE || Math.min(x1 - x0, y1 - y0) < 3) continue;
    const [bw, bh] = [x1 - x0, y1 - y0];
    const grow = (bw * bh * UNCLIP) / (2 * (bw + bh));
    boxes.push({ x0: Math.max(0, x0 - grow), y0: Math.max(0, y0 - grow), x1: Math.min(w, x1 + grow), y1: Math.min(h, y1 + grow) });
  }
  return boxes;
}
