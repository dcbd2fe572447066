import { Tensor } from "onnxruntime-node";
import type { Models } from "./models.ts";
import type { Area, Grey } from "./raster.ts";

const LONG_SIDE = 960;
const INK = 0.3;
const LEAST_SCORE = 0.5;
const UNCLIP = 1.5;
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** Lines of text on a page, as boxes along its sides, by the detection model of PP-OCR (DB): input [1,3,H,W], output the probability of text at each pixel. */
export async function detectLines(models: Models, { width, height, data }: Grey, longSide = LONG_SIDE): Promise<Area[]> {
  const scale = Math.min(1, longSide / Math.max(width, height));
  const w = Math.max(32, Math.round((width * scale) / 32) * 32);
  const h = Math.max(32, Math.round((height * scale) / 32) * 32);
  const input = new Float32Array(3 * w * h);
  const [stepX, stepY] = [width / w, height / h];
  for (let y = 0; y < h; y++) {
    const top = Math.floor(y * stepY);
    const bottom = Math.max(top + 1, Math.min(height, Math.floor((y + 1) * stepY)));
    for (let x = 0; x < w; x++) {
      const left = Math.floor(x * stepX);
      const right = Math.max(left + 1, Math.min(width, Math.floor((x + 1) * stepX)));
      let sum = 0;
      for (let sy = top; sy < bottom; sy++) for (let sx = left; sx < right; sx++) sum += data[sy * width + sx] as number;
      const value = sum / ((bottom - top) * (right - left)) / 255;
      for (let c = 0; c < 3; c++) input[c * w * h + y * w + x] = (value - (MEAN[c] as number)) / (DEVIATION[c] as number);
    }
  }
  const session = models.detection;
  const results = await session.run({ [session.inputNames[0] as string]: new Tensor("float32", input, [1, 3, h, w]) });
  const output = results[session.outputNames[0] as string] as Tensor;
  const boxes = boxesOf(output.data as Float32Array, w, h);
  output.dispose();
  return boxes.map(({ x0, y0, x1, y1 }) => ({
    x0: Math.max(0, x0 * stepX),
    y0: Math.max(0, y0 * stepY),
    x1: Math.min(width, x1 * stepX),
    y1: Math.min(height, y1 * stepY),
  }));
}

function boxesOf(probability: Float32Array, w: number, h: number): Area[] {
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
