import { contrast } from "../../document/appearance.ts";
import { LIMITS } from "../../limits.ts";
import { encodingOf } from "../shared/image-encodings.ts";
import { decoderInput } from "../shared/image-pages.ts";
import type { Shade } from "../shared/painted.ts";
import type { OfdPackage } from "./package.ts";

/** What the pictures of a package show, decoded when that is first asked for. */

/** Pixels of a side: enough to know what lies at the middle of a digit on a page that one picture fills. */
const MOST_SIDE = 512;
/** Decoded pictures that are kept; a page's letterhead comes back on the next. */
const MOST_KEPT = 32;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity. */
  readonly data: Uint8Array;
}

export class Pictures {
  readonly #ofd: OfdPackage;
  readonly #decoded = new Map<string, Pixels | null>();

  constructor(ofd: OfdPackage) {
    this.#ofd = ofd;
  }

  /** Decodes a picture of the package; one that can't be is of unknown shade. */
  async load(path: string): Promise<void> {
    if (this.#decoded.has(path)) return;
    if (this.#decoded.size >= MOST_KEPT) this.#decoded.clear();
    this.#decoded.set(path, await this.#decode(path).catch(() => null));
  }

  async #decode(path: string): Promise<Pixels> {
    return decoded(this.#ofd.read(path));
  }

  /** The shade of a loaded picture at a part of its width and height; null outside of it. */
  at(path: string, u: number, v: number): Shade | null {
    if (u < 0 || v < 0 || u >= 1 || v >= 1) return null;
    const pixels = this.#decoded.get(path);
    if (!pixels) return { colour: null, opacity: 1 };
    const at = (Math.floor(v * pixels.height) * pixels.width + Math.floor(u * pixels.width)) * 4;
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.data.subarray(at, at + 4);
    return { colour: [red, green, blue], opacity: alpha / 255 };
  }
}

async function decoded(bytes: Uint8Array): Promise<Pixels> {
  const { default: sharp } = await import("sharp");
  const { input, options } = decoderInput(bytes, encodingOf(bytes));
  const { data, info } = await sharp(input, { ...options, limitInputPixels: LIMITS.imagePixels })
    .toColourspace("srgb")
    .resize(MOST_SIDE, MOST_SIDE, { fit: "inside", withoutEnlargement: true })
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error("channels");
  return { width: info.width, height: info.height, data };
}

export const DARKENING: ReadonlySet<string> = new Set(["Multiply", "Darken"]);
/** Black print stays readable on what is at least this far from it. */
const READABLE = 3;

/**
 * What a blend mode makes of a shade: ink that only darkens leaves print under its light parts as it is; of all other
 * modes it can't be told.
 */
export function blendedBy(mode: string | undefined, shade: Shade): Shade | null {
  if (mode === undefined || mode === "Normal") return shade;
  const light = shade.colour !== null && contrast(shade.colour, [0, 0, 0]) >= READABLE;
  return DARKENING.has(mode) && light ? null : { ...shade, colour: null };
}
