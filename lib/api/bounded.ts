import type { Piece } from "../exports/lists.ts";
import { streamOf } from "./lists.ts";
import { Problem } from "./problem.ts";

/** Answers over many reports where a gateway takes neither all that one may hold nor all the time that it may take. */
export interface AnswerBounds {
  readonly bytes: number;
  readonly milliseconds: number;
  /** So many that no list of theirs is larger. */
  readonly reports: number;
}

/** Ends with a Problem once the time is over. @param bounds without them, never */
export function inTime<T>(items: AsyncIterable<T>, bounds: AnswerBounds | undefined): AsyncIterable<T> {
  if (!bounds) return items;
  const end = performance.now() + bounds.milliseconds;
  return (async function* () {
    for await (const item of items) {
      if (performance.now() > end) throw tooLarge();
      yield item;
    }
  })();
}

/**
 * What goes out: made as it is read, or, where it is bounded, made before it does.
 * @throws Problem for more than the bounds
 */
export async function bodyOf(
  pieces: AsyncIterable<Piece>,
  bounds: AnswerBounds | undefined,
): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>> {
  if (!bounds) return streamOf(pieces);
  const held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const more = Buffer.from(piece as Uint8Array);
    bytes += more.length;
    if (bytes > bounds.bytes) throw tooLarge();
    held.push(more);
  }
  return new Uint8Array(Buffer.concat(held));
}

const tooLarge = (): Problem =>
  new Problem(
    413,
    "Content Too Large",
    "内容太多，不能直接下载：请用 POST /exports 在后台生成，再按给出的地址下载；或者缩小范围。",
    "TOO_LARGE_ANSWER",
  );
