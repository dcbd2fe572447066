import { createHash } from "node:crypto";
import { printable } from "../printable.ts";

/** Markup that is safe as it stands. Everything else is text and is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | null | undefined | false | readonly Part[];

// "=" too: document text such as src=//… can then never be taken for an attribute, not even by a careless reader of
// this page.
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "=": "&#61;",
  "`": "&#96;",
};

const escapeHtml = (text: string): string => printable(text).replace(/[&<>"'=`]/gu, (c) => ENTITIES[c] ?? c);

function partOf(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(partOf).join("");
  return escapeHtml(String(part));
}

/** Template tag: every value put in is escaped, unless it is markup made by this same tag. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, piece, index) => text + partOf(parts[index - 1]) + piece));
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What a page may do beyond being read; nothing where absent. */
interface Abilities {
  /** Show pictures that stand in the page itself. */
  readonly pictures?: boolean;
  /** Run this script, which stands in the page, and no other. */
  readonly script?: string;
}

/**
 * The head of a self-contained page, up to and with `<body>`. Its content security policy allows nothing but this very
 * style sheet and what is asked for: no font, no form, no request.
 */
export function pageHead(title: string, style: string, { pictures = false, script }: Abilities = {}): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    ...(pictures ? ["img-src data:"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
`;
}

export const PAGE_END = "</body>\n</html>\n";

/** The script that the head allows, at the end of the page. */
export const scriptElement = (script: string): string => `<script>${script}</script>\n`;
