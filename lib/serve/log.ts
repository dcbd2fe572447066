import type { AuditLine } from "../api/audit.ts";
import { printableLine } from "../report/printable.ts";
import type { Report } from "../report/schema.ts";
import { STATUS_WORDS } from "../report/status-words.ts";

/** What there is to say about a thing that happened: a file's name, a report's id, what went wrong. */
interface About {
  readonly name?: string;
  readonly id?: string;
  readonly status?: Report["status"];
  readonly error?: string;
  readonly failures?: number;
  readonly url?: string;
  readonly data?: string;
}

/** What happens, in the words of whoever sits before the terminal; null where the command itself says it. */
const WORDS = {
  serving: null,
  audit: null,
  "document recorded": ({ name, status }) => `读完：${name}，${status && STATUS_WORDS[status]}`,
  "document changed before it was read": ({ name }) => `还在写入，稍后再读：${name}`,
  "document not recorded": ({ name, error }) => `没有读成，稍后重试：${name}（${error}）`,
  "submission withdrawn": ({ name }) => `已撤回：${name}`,
  "submission not withdrawn": ({ name, error }) => `没有撤回成，稍后重试：${name}（${error}）`,
  "inbox not readable": ({ error }) => `收件文件夹 inbox 打不开，请检查它还在不在、能不能读（${error}）`,
  "report not readable": ({ id, error }) => `一份报告的结果已损坏，无法显示：${id}（${error}）`,
  "request failed": ({ error }) => `网页或程序的一次请求出错（${error}）`,
  "roster not settled": ({ error }) => `名单没有整理完，下次启动时接着做（${error}）`,
  "export failed": ({ error }) => `一份下载没有生成成（${error}）`,
  "exports not kept in order": ({ error }) => `下载文件没有整理成，以后再试（${error}）`,
  closing: () => "正在停止，请稍候……",
  closed: () => "已停止。没有读完的文件，下次启动后接着读。",
} as const satisfies Readonly<Record<string, ((about: About) => string) | null>>;

/** Told of each thing that happens: what, and about which file; never the text of a document. */
export type Log = <Event extends keyof typeof WORDS>(
  level: "info" | "error",
  event: Event,
  about?: Event extends "audit" ? AuditLine : About,
) => void;

/** For a person where a person looks, for programs elsewhere. @param to standard error, as a rule */
export const logFor = (
  to: { readonly isTTY?: boolean; readonly write: (line: string) => unknown },
  now: () => number,
): Log => (to.isTTY ? plainLogTo : logTo)((line) => void to.write(line), now);

/** A line in plain words for each thing that happens. */
const plainLogTo =
  (write: (line: string) => void, now: () => number): Log =>
  (_, event, about) => {
    const words: ((about: About) => string) | null = WORDS[event];
    if (words) write(`${new Date(now()).toTimeString().slice(0, 8)} ${printableLine(words((about ?? {}) as About))}\n`);
  };

/** A line of JSON for each thing that happens, with when and how grave. */
export const logTo =
  (write: (line: string) => void, now: () => number): Log =>
  (level, event, about) =>
    write(`${printableJson({ time: new Date(now()).toISOString(), level, event, ...about })}\n`);

/**
 * What a terminal would obey or show in another order is escaped, as JSON itself escapes only what stands below the
 * space.
 */
const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** An error in one line: its code where the system gave one, else its class and message. */
export function describe(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  return (
    code ??
    `${name ?? "Error"}: ${String(message ?? error)
      .split("\n")[0]
      ?.slice(0, 200)}`
  );
}
