import type { WriteStream } from "node:tty";
import { SingleBar } from "cli-progress";
import { printableLine } from "../lib/report/printable.ts";
import { STATUS_WORDS } from "../lib/report/status-words.ts";
import type { Summary } from "../lib/report/summary.ts";
import { forecast } from "../lib/work/forecast.ts";

/** How far `process` is: a bar on a terminal; elsewhere a line a document, and lines in between where one takes long. */
export interface Progress {
  readonly total: (count: number) => void;
  /** So many pages of a document have been recognised, of how many. */
  readonly recognised: (name: string, done: number, pages: number) => void;
  /** @param wasThere whether its results were there already */
  readonly done: (summary: Pick<Summary, "name" | "status">, wasThere: boolean) => void;
  readonly stop: () => void;
}

/** Nobody should wait longer for a sign of life. */
const SILENT_MS = 10_000;
/** Characters of a name that fit beside the bar. */
const NAME = 32;

/** @param now the clock, in milliseconds */
export function progressOn(
  stream: Pick<WriteStream, "write" | "isTTY">,
  now: () => number = () => performance.now(),
): Progress {
  return stream.isTTY ? bar(stream as WriteStream, now) : lines(stream, now);
}

function lines(stream: Pick<WriteStream, "write">, now: () => number): Progress {
  const { total: expect, partly, done: finish, left } = forecast(now);
  let done = 0;
  let total = 0;
  let written = now();
  const write = (line: string) => {
    written = now();
    stream.write(`${line}\n`);
  };
  return {
    total: (count) => {
      total = count;
      expect(count);
    },
    recognised: (name, read, pages) => {
      partly(name, read / pages);
      if (now() - written < SILENT_MS) return;
      const rest = left();
      write(`    已识别${read}/${pages}页${rest === null ? "" : `，约剩${rest}`} ${printableLine(name)}`);
    },
    done: ({ name, status }, wasThere) => {
      done += 1;
      finish(name, wasThere);
      write(`[${done}/${total}] ${STATUS_WORDS[status]} ${printableLine(name)}`);
    },
    stop: () => {},
  };
}

function bar(stream: WriteStream, now: () => number): Progress {
  const { total: expect, partly, done: finish, share, left } = forecast(now);
  const shown = new SingleBar({
    format: "{bar} {done}/{total} 份{left}  {what}",
    stream,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  });
  let done = 0;
  let total = 0;
  const show = (what: string) => {
    const rest = left();
    shown.update(total * share(), { done, left: rest === null ? "" : `  约剩${rest}`, what });
  };
  const short = (name: string) => printableLine(name).slice(0, NAME);
  return {
    total: (count) => {
      total = count;
      expect(count);
      if (shown.isActive) shown.setTotal(count);
      else shown.start(count, 0, { done, left: "", what: "" });
    },
    recognised: (name, read, pages) => {
      partly(name, read / pages);
      show(`识别${read}/${pages}页 ${short(name)}`);
    },
    done: ({ name }, wasThere) => {
      done += 1;
      finish(name, wasThere);
      show(short(name));
    },
    stop: () => shown.stop(),
  };
}
