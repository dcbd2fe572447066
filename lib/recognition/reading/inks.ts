import { type Area, cropped, type Grey, mapped } from "../picture/raster.ts";

/** The ink of a picture as looks that fail differently see it. */

/** As it is; nearly black on white paper; slightly blurred, so that jagged edges of faxes and noise lose weight. */
export type Ink = "plain" | "hard" | "soft";

const INKS = {
  /** Levels up to this become black, the others differ by so much more. */
  black: 90,
  contrast: 2.4,
  /** Pixels around what is looked at that blur into it or are sampled with it. */
  around: 2,
} as const;

/** What a look sees of an area of a picture: only the part around it has its ink changed. */
export function inked(grey: Grey, area: Area, ink: Ink): { readonly grey: Grey; readonly area: Area } {
  if (ink === "plain") return { grey, area };
  const x0 = Math.max(0, Math.floor(area.x0) - INKS.around);
  const y0 = Math.max(0, Math.floor(area.y0) - INKS.around);
  const x1 = Math.min(grey.width, Math.ceil(area.x1) + INKS.around);
  const y1 = Math.min(grey.height, Math.ceil(area.y1) + INKS.around);
  const part = cropped({ ...grey, channels: 1 }, { x0, y0, x1, y1 });
  return {
    grey: ink === "hard" ? mapped(part, HARD) : softened(part),
    area: { x0: area.x0 - x0, y0: area.y0 - y0, x1: area.x1 - x0, y1: area.y1 - y0 },
  };
}

const HARD = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.max(0, Math.min(255, (value - INKS.black) * INKS.contrast)),
);

function softened({ width, height, data }: Grey): Grey {
  const out = Uint8Array.from(data);
  /** The three pixels around one, the middle twice. */
  const across = new Uint16Array(data.length);
  for (let at = 1; at < data.length - 1; at++)
    across[at] = (data[at - 1] as number) + 2 * (data[at] as number) + (data[at + 1] as number);
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++)
      out[at] = ((across[at - width] as number) + 2 * (across[at] as number) + (across[at + width] as number)) >> 4;
  }
  return { width, height, data: out };
}
