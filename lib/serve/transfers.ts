import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Problem } from "../api/problem.ts";

/**
 * Files on their way in. A line may be slow and a file large: no time is set for the whole. But each must make
 * progress, and where too many are under way the slowest gives way to who comes, so that whoever sends drop by drop
 * holds up nobody.
 */
interface Transfers {
  /**
   * Writes a stream to a file.
   * @param bytes announced, never more of which are written
   * @returns sha256 of what came
   * @throws Problem where it is too long, too slow, gives way or ends early; errors of the file system
   */
  readonly receive: (stream: Readable, path: string, bytes: number) => Promise<string>;
}

/** Each holds a socket and a file, and a buffer's worth of memory. */
const MOST = 32;
/** A kilobyte a second: a modem of the nineties was faster. */
const WINDOW_MS = 20_000;
const LEAST_IN_WINDOW = 20 * 1024;
/** Before that nobody is slow. */
const SETTLED_MS = 1000;

interface Transfer {
  readonly since: number;
  received: number;
  readonly end: (why: Problem) => void;
}

export function openTransfers(): Transfers {
  const underWay = new Set<Transfer>();

  /** @throws Problem where all that are under way have only just begun */
  function makeRoom(): void {
    if (underWay.size < MOST) return;
    const now = performance.now();
    const rate = ({ received, since }: Transfer) => received / (now - since);
    const [slowest] = [...underWay].filter(({ since }) => now - since > SETTLED_MS).sort((a, b) => rate(a) - rate(b));
    if (!slowest) throw busy("同时上传的文件太多，请稍后重新上传。");
    underWay.delete(slowest);
    slowest.end(busy("同时上传的文件太多，这一份最慢，已中断；请稍后重新上传。"));
  }

  return {
    receive: async (stream, path, bytes) => {
      makeRoom();
      const controller = new AbortController();
      const transfer: Transfer = { since: performance.now(), received: 0, end: (why) => controller.abort(why) };
      underWay.add(transfer);
      let before = 0;
      const watch = setInterval(() => {
        if (transfer.received - before < LEAST_IN_WINDOW) transfer.end(TOO_SLOW);
        before = transfer.received;
      }, WINDOW_MS);
      const hash = createHash("sha256");
      const bounded = new Transform({
        transform(chunk: Buffer, _, done) {
          transfer.received += chunk.length;
          hash.update(chunk);
          if (transfer.received > bytes)
            done(new Problem(413, "Content Too Large", "文件比申请上传时所说的大。", "TOO_LARGE"));
          else done(null, chunk);
        },
      });
      try {
        await pipeline(stream, bounded, createWriteStream(path), { signal: controller.signal });
      } catch (error) {
        if (controller.signal.aborted) throw controller.signal.reason;
        // Whoever has hung up has not sent all.
        if (!stream.destroyed || !HUNG_UP.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      } finally {
        clearInterval(watch);
        underWay.delete(transfer);
      }
      if (transfer.received !== bytes)
        throw new Problem(
          400,
          "Bad Request",
          `只收到${transfer.received}字节，应为${bytes}字节，请重新上传。`,
          "INCOMPLETE",
        );
      return hash.digest("hex");
    },
  };
}

const HUNG_UP: ReadonlySet<string> = new Set(["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"]);
const busy = (detail: string): Problem => new Problem(503, "Service Unavailable", detail, "BUSY");
const TOO_SLOW = new Problem(
  408,
  "Request Timeout",
  `上传中断：${WINDOW_MS / 1000}秒内收到的不足${LEAST_IN_WINDOW / 1024} KB，请检查网络后重新上传。`,
  "TOO_SLOW",
);
