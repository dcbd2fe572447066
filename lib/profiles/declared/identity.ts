import { type Document, isParagraph, isTable } from "../../document/document.ts";
import { divisionOf } from "../common/divisions.ts";
import type { Form } from "../common/form/form.ts";
import { type Identification, identify } from "../common/identity.ts";
import { bodyIn, readTitle, type TitleWords } from "../common/title.ts";
import { tableOfTitle } from "./titles.ts";

/** Who published a document of a declared form, for which year. */

const NEVER = /(?!)/u;
const YEAR_BEFORE = /20[0-4]\d年?度?$/u;
const BEHIND = /^(?:公开)?(?:报告|说明|情况|报表|表)?/u;

/** A form's title in a line, with the year before it and what else it is called behind it. */
function titleIn(line: string, titles: readonly string[]): { readonly index: number; readonly 0: string } | null {
  const title = titles.find((each) => line.includes(each));
  if (title === undefined) return null;
  const at = line.indexOf(title);
  const index = at - (YEAR_BEFORE.exec(line.slice(0, at))?.[0].length ?? 0);
  const end = at + title.length;
  return { index, 0: line.slice(index, end + (BEHIND.exec(line.slice(end))?.[0].length ?? 0)) };
}

/** How a form's documents are titled: the author, the year, what it is. */
const titleWords = ({ titles }: Form): TitleWords => ({
  key: { exec: (line) => titleIn(line, titles) },
  announcement: NEVER,
  datedSections: 0,
  openings: [],
  endings: [...titles, "公开", "报告", "说明", "表"],
  period: NEVER,
  offices: NEVER,
});

/** The lines of a cover: those before a table of contents, or before the first table. */
function coverOf({ blocks }: Document, form: Form): readonly string[] {
  const lines: string[] = [];
  for (const block of blocks) {
    if (isTable(block)) break;
    if (!isParagraph(block) || block.role === "furniture") continue;
    for (const line of block.text.split("\n")) {
      if (/^目\s*录$/u.test(line.trim())) return lines;
      const isOnlyTable = tableOfTitle(line, form) !== null && !form.titles.some((title) => line.includes(title));
      if (!/^第.部分/u.test(line.trim()) && !isOnlyTable) lines.push(line);
    }
  }
  return lines;
}

/** 部门：某某局, as it stands over tables. */
function labelledName({ blocks }: Document, { authorLabels }: Form): string | null {
  const texts = blocks.flatMap((block) => {
    if (isTable(block)) return block.cells.filter(({ row }) => row < HEAD_ROWS).map(({ text }) => text);
    return isParagraph(block) ? [block.text] : [];
  });
  const names = texts.flatMap((text) => {
    const [label = "", name = ""] = text.trim().split(/[:：]/u);
    return authorLabels.includes(label.trim()) ? (bodyIn(name.trim()) ?? []) : [];
  });
  return new Set(names).size === 1 ? (names[0] ?? null) : null;
}

const HEAD_ROWS = 6;

/**
 * The author whom most titles in a document name, of those that are the cover's author or end with it: a cover breaks
 * long names over lines.
 */
function nameInTitles({ blocks }: Document, words: TitleWords, cover: string | null): string | null {
  const lines = blocks.filter(isParagraph).flatMap(({ role, text }) => (role === "furniture" ? [] : text.split("\n")));
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = readTitle(line.trim().replace(/^第.部分\s*/u, ""), words)?.organization ?? null;
    if (name !== null && (cover === null || name.endsWith(cover))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first, second] = [...counts].toSorted(([a, m], [b, n]) => n - m || b.length - a.length);
  return first && (cover !== null || !second) ? first[0] : null;
}

export function identityIn(document: Document, form: Form): Identification {
  const words = titleWords(form);
  const cover = coverOf(document, form);
  const identity = identify(document, { preamble: cover.join("\n"), sections: [] }, words);
  const told = identity.organization?.name ?? null;
  const titled = nameInTitles(document, words, told) ?? told;
  const labelled = labelledName(document, form);
  // 青溪镇 in a title is 青溪镇人民政府, where a label says so.
  const name = titled === null || labelled?.startsWith(titled) ? labelled : titled;
  if (name === null || name === told) return identity;
  const whole = readTitle(cover.map((line) => line.trim()).join(""), words);
  return {
    ...identity,
    title: whole?.organization === name ? whole.text : identity.title,
    organization: { name, division: divisionOf(name, cover.join("\n"), identity.year) },
    uncertain: identity.uncertain.filter((part) => part !== "organization"),
  };
}
