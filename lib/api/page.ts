import { createHash } from "node:crypto";
import { STATUSES } from "../catalog/figures.ts";
import { FORMAT_NAMES, FORMATS } from "../document/formats.ts";
import type { Severity } from "../profiles/common/rule.ts";
import type { Source } from "../profiles/common/sources.ts";
import { FAMILY_NAMES, PROFILES } from "../profiles/profiles.ts";
import { html, Markup } from "../report/html/markup.ts";
import { SEVERITY_SYMBOLS, STATUS_SYMBOLS } from "../report/html/symbols.ts";
import { SEVERITY_WORDS } from "../report/labels.ts";
import { STATUS_WORDS } from "../report/status-words.ts";
import type { Caller } from "./caller.ts";
import { PAGE_STYLE } from "./page/style.ts";
import type { PageWords } from "./page/words.ts";

/** The formats as a person calls them, each once: Word（docx） and Word（doc） are Word. */
const FORMAT_WORDS = [...new Set(FORMAT_NAMES.flatMap((name) => FORMATS[name].words.split("（", 1)))].join("、");

const TITLE = `${FAMILY_NAMES}核对`;

/** What a rule demands, without why. */
const demandOf = (source: Source): string => ("says" in source ? source.says : source.own).split("；", 1)[0] ?? "";

const WORDS: Omit<PageWords, "canLeave" | "caller" | "reportsAtOnce"> = {
  title: TITLE,
  formats: FORMAT_WORDS,
  families: PROFILES.map(({ id, name, words, figures }) => ({
    id,
    name,
    figures: Object.fromEntries(figures.names.map((figure) => [figure, words.cellInTable(figure)])),
    tables: words.tables.map(({ key, name, title }) => [key, `${name}“${title}”`]),
    templates: words.templates,
    main: figures.names.filter(figures.isMain),
  })),
  statuses: Object.fromEntries(
    STATUSES.map((status) => [status, { words: STATUS_WORDS[status], symbol: STATUS_SYMBOLS[status] }]),
  ) as PageWords["statuses"],
  rules: Object.fromEntries(
    PROFILES.flatMap(({ rules, history }) =>
      [...rules, ...history.rules].map(({ code, source }) => [code, demandOf(source)]),
    ),
  ),
  severities: Object.fromEntries(
    (Object.keys(SEVERITY_WORDS) as Severity[]).map((severity) => [
      severity,
      { words: SEVERITY_WORDS[severity], symbol: SEVERITY_SYMBOLS[severity] },
    ]),
  ) as PageWords["severities"],
};

const callerWords = (caller: Caller | null): PageWords["caller"] => ({
  name: caller?.name ?? null,
  roles: caller?.roles ?? [],
  everywhere: caller?.within === null,
});

/** Data for the script. It is no script itself; "<" is written so that it can't end the element. */
const data = (words: PageWords): Markup => new Markup(JSON.stringify(words).replaceAll("<", "\\u003c"));

/** A ticked sheet. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23fff' stroke='%2314612f' d='M2.5.5h11v15h-11z'/%3E%3Cpath fill='none' stroke='%2314612f' stroke-width='2' d='m5 8 2 3 4-6'/%3E%3C/svg%3E";

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/**
 * The page at `/`: nothing runs on it but its own script, nothing is asked but this server.
 * @param uploadsTo origins to which files are sent, other than this server
 * @param resultsFrom origins from which results come, other than this server
 * @param reportsAtOnce of which a list is answered at once
 * @param canLeave whether it offers to leave
 * @param caller who looks at it
 */
export function pageResponse(
  script: string,
  {
    uploadsTo,
    resultsFrom,
    reportsAtOnce,
    canLeave,
    caller,
  }: {
    readonly uploadsTo: readonly string[];
    readonly resultsFrom: readonly string[];
    readonly reportsAtOnce: number;
    readonly canLeave: boolean;
    readonly caller: Caller | null;
  },
): Response {
  const policy = [
    "default-src 'none'",
    `style-src ${hash(PAGE_STYLE)}`,
    `script-src ${hash(script)}`,
    ["connect-src 'self'", ...uploadsTo, ...resultsFrom].join(" "),
    ["img-src 'self' data:", ...resultsFrom].join(" "),
    ["frame-src 'self'", ...resultsFrom].join(" "),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const page = html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="${ICON}"><title>${TITLE}</title><style>${new Markup(PAGE_STYLE)}</style></head><body>
<noscript><p class="noscript">此页需要启用 JavaScript。</p></noscript>
<div id="desk"></div>
<script type="application/json" id="words">${data({ ...WORDS, reportsAtOnce, canLeave, caller: callerWords(caller) })}</script><script type="module">${new Markup(script)}</script></body></html>
`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    // A form that is sent without a referrer has no origin either, and would be taken for another site's.
    "referrer-policy": "same-origin",
  };
  return new Response(page.text, { headers });
}
