import sharp from "sharp";
import type { Raster } from "../../../lib/recognition/engine.ts";
import { inverse, mapPoint, rectangleTo } from "../../../lib/recognition/picture/homography.ts";
import type { Random } from "../../../tools/fuzz/random.ts";
import { turned } from "../scan.ts";
import type { Damage } from "./variety.ts";

/** What scanners, telefaxes and telephones do to a page; pictures are grey but for a seal's. */

export const dpiFor = (damage: Damage, random: Random): number =>
  damage === "lowDpi" || damage === "fax" ? 150 : damage === "clean" ? random.pick([200, 200, 300]) : 200;

/** The picture with each pixel taken from somewhere else, and a shade where that is beyond its edge. */
function moved(
  { width, height, data }: Raster,
  [w, h]: readonly [number, number],
  from: (x: number, y: number) => readonly [number, number],
  beyond: number,
): Raster {
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [sx, sy] = from(x, y);
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) {
        out[y * w + x] = beyond;
        continue;
      }
      const [fx, fy] = [sx - left, sy - top];
      const at = (dx: number, dy: number) => data[(top + dy) * width + left + dx] as number;
      out[y * w + x] = (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
    }
  }
  return { width: w, height: h, channels: 1, data: out };
}

function skewed(raster: Raster, degrees: number): Raster {
  const { width, height } = raster;
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const [cx, cy] = [width / 2, height / 2];
  return moved(
    raster,
    [width, height],
    (x, y) => [cx + (x - cx) * cos + (y - cy) * sin, cy - (x - cx) * sin + (y - cy) * cos],
    255,
  );
}

/** Pages pressed on a scanner's lid rise at the back of a book. */
const curled = (raster: Raster, rise: number): Raster =>
  moved(
    raster,
    [raster.width, raster.height],
    (x, y) => [x, y + rise * (x / raster.width) ** 3 * Math.sin((Math.PI * y) / raster.height)],
    255,
  );

/** Photographed from above and a little aside, on a dark table. */
function onBed(raster: Raster, random: Random): Raster {
  const { width, height } = raster;
  const [w, h] = [Math.round(width * 1.12), Math.round(height * 1.1)];
  const aside = () => random.share() * 0.04 * width;
  const corners = [
    [0.05 * w + aside(), 0.04 * h + aside()],
    [0.95 * w - aside(), 0.04 * h + aside()],
    [0.95 * w - aside(), 0.96 * h - aside()],
    [0.05 * w + aside(), 0.96 * h - aside()],
  ] as const;
  const out = rectangleTo(width, height, corners);
  const back = inverse(out);
  return moved(raster, [w, h], (x, y) => mapPoint(back, x, y), 60);
}

const shaded = (raster: Raster, shade: (x: number, y: number, value: number) => number): Raster => ({
  ...raster,
  data: raster.data.map((value, at) =>
    Math.max(0, Math.min(255, Math.round(shade(at % raster.width, Math.floor(at / raster.width), value)))),
  ),
});

function grained(raster: Raster, random: Random, strength: number): Raster {
  // Two numbers drawn by lot together are nearer to a bell than one.
  return shaded(raster, (_x, _y, value) => value + strength * (random.share() + random.share() - 1) * 2);
}

const blurred = async (raster: Raster, sigma: number): Promise<Raster> => {
  const { width, height, channels, data } = raster;
  const out = await sharp(data, { raw: { width, height, channels } }).blur(sigma).toColourspace("b-w").raw().toBuffer();
  return { ...raster, data: new Uint8Array(out) };
};

/** A red seal of an office over the middle of the page, through which the page shows. */
function sealed({ width, height, data }: Raster, random: Random): Raster {
  const radius = width * 0.09;
  const [cx, cy] = [width * (0.3 + 0.5 * random.share()), height * (0.3 + 0.5 * random.share())];
  const out = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) {
    const [dx, dy] = [(at % width) - cx, Math.floor(at / width) - cy];
    const r = Math.hypot(dx, dy);
    const spoke = Math.abs(((Math.atan2(dy, dx) / Math.PI) * 12) % 1) < 0.45;
    const red =
      Math.abs(r - radius) < radius * 0.04 || (r > radius * 0.65 && r < radius * 0.88 && spoke) || r < radius * 0.2;
    const value = data[at] as number;
    out.set(red ? [Math.min(value, 215), Math.min(value, 60), Math.min(value, 60)] : [value, value, value], at * 3);
  }
  return { width, height, channels: 3, data: out };
}

/** A telefax: black and white, every other line, drawn twice as high. */
function faxed({ width, height, data }: Raster): Raster {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[y * width + x] = (data[(y - (y % 2)) * width + x] as number) < 150 ? 0 : 255;
  return { width, height, channels: 1, data: out };
}

const WAYS: Readonly<Record<Damage, (raster: Raster, random: Random) => Raster | Promise<Raster>>> = {
  clean: (raster) => raster,
  skew: (raster, random) => grained(skewed(raster, random.share() * 4 - 2), random, 4),
  blur: async (raster, random) => grained(await blurred(raster, 0.8 + 0.5 * random.share()), random, 4),
  noise: (raster, random) => grained(skewed(raster, random.share() - 0.5), random, 16 + random.below(20)),
  jpeg: (raster, random) => grained(raster, random, 6),
  shadow: (raster, random) => {
    const [depth, side] = [0.25 + 0.3 * random.share(), random.chance(0.5)];
    const dark = (x: number) => 1 - depth * ((side ? x : raster.width - x) / raster.width) ** 2;
    return grained(
      shaded(raster, (x, _y, value) => value * dark(x)),
      random,
      4,
    );
  },
  lowDpi: (raster, random) => grained(skewed(raster, random.share() - 0.5), random, 4),
  fax: (raster, random) => faxed(skewed(raster, random.share() - 0.5)),
  seal: sealed,
  sideways: (raster, random) => turned(grained(raster, random, 4), random.pick([1, 2, 3])),
  moire: (raster, random) => {
    const [u, v, depth] = [1.9 + 0.2 * random.share(), 0.3 * random.share(), 12 + random.below(14)];
    const wave = (x: number, y: number) => depth * (Math.sin(x * u + y * v) + Math.sin(y * u - x * v)) * 0.5;
    return grained(
      shaded(raster, (x, y, value) => value * 0.9 + wave(x, y)),
      random,
      4,
    );
  },
  curl: (raster, random) => grained(curled(raster, raster.width * (0.008 + 0.012 * random.share())), random, 4),
  bed: (raster, random) => grained(onBed(raster, random), random, 6),
};

export const damaged = async (raster: Raster, damage: Damage, random: Random): Promise<Raster> =>
  WAYS[damage](raster, random);

/** How a picture is kept: what is clean without loss, a telefax as such, the rest as JPEG. */
export async function encoded(
  { width, height, channels, data }: Raster,
  damage: Damage,
): Promise<{ readonly bytes: Uint8Array; readonly extension: "png" | "jpg" }> {
  const image = sharp(data, { raw: { width, height, channels } });
  if (channels === 1) image.toColourspace("b-w");
  return damage === "clean" || damage === "fax"
    ? { bytes: await image.png().toBuffer(), extension: "png" }
    : { bytes: await image.jpeg({ quality: damage === "jpeg" ? 35 : 75 }).toBuffer(), extension: "jpg" };
}
