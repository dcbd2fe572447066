import { median } from "../../pages/geometry.ts";
import type { Grey } from "./raster.ts";

/**
 * Telefaxes of normal resolution have 98 lines an inch, half of what they have across; each is written down twice or
 * stretched, so that the page keeps its shape. Between two lines strokes are lost: 4 looks like 1 and 9 like 0. The
 * change from one row of pixels to the next keeps the time of such lines, whatever the picture was enlarged to since.
 */

const BEAT = {
  /** Every so manieth pixel of a row tells enough. */
  step: 4,
  /** Rows that keep time together: several lines of text, whose own time would else be heard. */
  together: 256,
  /** Pixels from one line to the next: two, or as many as they were enlarged to; longer ones are strokes and spaces. */
  shortest: 2,
  longest: 4.5,
  /**
   * A ruling is as much change as all the text beside it, at once, and a sound so short has every time: the greatest
   * changes among those together count no more than this share of them reach.
   */
  loud: 0.9,
  /**
   * Share of all change that keeps one time: at least 43 % in telefaxes, stretched and kept as JPEG, up to 25 % in
   * pictures that were enlarged, and up to 30 % in tables without much text.
   */
  least: 0.38,
  /**
   * Less is enough where it stands out from what all times keep, so many times their median: light type, stretched by
   * a third and kept as JPEG, has 34 % and 6 times as much, tables without much text that reach this share 3.4 times.
   */
  plain: { least: 0.3, times: 4 },
} as const;

/** Pixels from one line of what a picture was made of to the next; 1 where each of its rows may be its own. */
export function linePitch({ width, height, data }: Grey): number {
  const rows = new Uint32Array(height);
  for (let y = 0; y + 1 < height; y++) {
    let sum = 0;
    for (let at = y * width; at < (y + 1) * width; at += BEAT.step)
      sum += Math.abs((data[at] as number) - (data[at + width] as number));
    rows[y] = sum;
  }
  const columns = new Uint32Array(width);
  for (let y = 0; y < height; y += BEAT.step) {
    for (let x = 0, at = y * width; x + 1 < width; x++, at++)
      (columns[x] as number) += Math.abs((data[at] as number) - (data[at + 1] as number));
  }
  return Math.max(pitchOf(rows), pitchOf(columns));
}

/** @param loud from each row to the next */
function pitchOf(loud: Uint32Array): number {
  const changes = withoutLoudest(loud);
  const all = changes.reduce((sum, change) => sum + change, 0);
  const [from, to] = [BEAT.together / BEAT.longest, BEAT.together / BEAT.shortest];
  if (all === 0) return 1;
  // Twice as many times as there are beats: what falls between two of them is heard in both.
  const times = Array.from({ length: Math.floor(2 * (to - from)) + 1 }, (_, at) => from + at / 2);
  const shares = times.map((beats) => inTime(changes, beats / BEAT.together) / all);
  const least = Math.min(BEAT.least, Math.max(BEAT.plain.least, BEAT.plain.times * median(shares)));
  const beats = times[shares.findIndex((share) => share >= least)];
  return beats === undefined ? 1 : BEAT.together / beats;
}

/** The changes, the greatest among those together no greater than the usual great ones. */
function withoutLoudest(changes: Uint32Array): Uint32Array {
  const out = Uint32Array.from(changes);
  for (let from = 0; from < out.length; from += BEAT.together) {
    const own = out.subarray(from, from + BEAT.together);
    const heard = own.filter((change) => change > 0).sort();
    const most = heard[Math.floor(BEAT.loud * (heard.length - 1))] ?? 0;
    own.forEach((change, at) => {
      own[at] = Math.min(change, most);
    });
  }
  return out;
}

/** How much of the changes keeps a time of so many beats a row. */
function inTime(changes: Uint32Array, beats: number): number {
  const turn = 2 * Math.cos(2 * Math.PI * beats);
  let sum = 0;
  for (let from = 0; from < changes.length; from += BEAT.together) {
    // Goertzel's recurrence.
    let [last, before] = [0, 0];
    for (let at = from; at < Math.min(from + BEAT.together, changes.length); at++) {
      const next = (changes[at] as number) + turn * last - before;
      before = last;
      last = next;
    }
    sum += Math.sqrt(Math.max(0, last * last + before * before - turn * last * before));
  }
  return sum;
}
