import { attribute, BREAKS, type Tag } from "./raw-tags.ts";

/** Which tags of a page hide what they hold, by what they and plain rules of its sheets say, for the second reading. */

const STRUCK = /^(?:del|s|strike)$/u;
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through|(?:^|[;\s"'])font-size\s*:\s*0+(?:\.0+)?(?![\d.])|(?:^|[;\s"'])opacity\s*:\s*0+(?:\.0+)?(?![\d.])/iu;

/** Classes and ids that the page's own sheets hide by themselves (`.note{display:none}`). */
export function hiddenNames(html: string): Set<string> {
  const names = new Set<string>();
  for (const [, css = ""] of html.matchAll(/<style(?:\s[^<>]*)?>([\s\S]*?)(?:<\/style|$)/giu)) {
    for (const [selectors, body] of rulesOf(css.replace(/\/\*[\s\S]*?(?:\*\/|$)/gu, ""))) {
      for (const selector of selectors.split(",")) {
        const name = /^(?:[a-z][\w-]*)?([.#][\w\u0080-\uffff-]+)$/iu.exec(selector.trim())?.[1];
        if (!name) continue;
        if (HIDING.test(body)) names.add(name);
        else if (/display\s*:|visibility\s*:/iu.test(body)) names.delete(name);
      }
    }
  }
  return names;
}

/** Selectors and declarations of each rule, those in at-rules passed over. */
function* rulesOf(css: string): Generator<readonly [selectors: string, declarations: string]> {
  const open: { readonly words: string; readonly atRule: boolean }[] = [];
  let atRules = 0;
  let from = 0;
  let before = "";
  for (const { 0: brace, index } of css.matchAll(/[{}]/gu)) {
    const words = css.slice(from, index);
    if (brace === "{") {
      const atRule = words.lastIndexOf("@") > words.lastIndexOf(";");
      open.push({ words, atRule });
      if (atRule) atRules++;
    } else {
      const block = open.pop();
      if (block && before === "{" && atRules === 0) yield [block.words, words];
      if (block?.atRule) atRules--;
    }
    before = brace;
    from = index + 1;
  }
}

export function isHiding(name: string, source: string, hidden: ReadonlySet<string>): boolean {
  if (STRUCK.test(name)) return true;
  if (source === "") return false;
  if (name === "tr" && attribute(source, "height") === "0") return true;
  if (/(?:^|\s)hidden(?=[\s=/]|$)/iu.test(source.replace(/=\s*(?:"[^"]*"|'[^']*')/gu, "="))) return true;
  if (HIDING.test(attribute(source, "style") ?? "")) return true;
  if (hidden.size === 0) return false;
  const classes = (attribute(source, "class") ?? "").split(/\s+/u).map((word) => `.${word}`);
  return classes.some((word) => hidden.has(word)) || hidden.has(`#${attribute(source, "id") ?? ""}`);
}

/** Whether a tag ends hidden text that its own end tag has not ended: cells, rows and paragraphs often lack one. */
export function endsHidden(tag: Tag, hiddenName: string): boolean {
  if (tag.name === "table" && tag.closing) return true;
  if (/^t[dh]$/u.test(hiddenName)) return /^t[dhr]$/u.test(tag.name) && (!tag.closing || tag.name === "tr");
  if (hiddenName === "tr") return tag.name === "tr" && !tag.closing;
  if (hiddenName === "p") return BREAKS.test(tag.name) || (/^t[dhr]$/u.test(tag.name) && tag.closing);
  return tag.closing && /^t[dhr]$/u.test(tag.name);
}
