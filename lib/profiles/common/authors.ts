import type { Document } from "../../document/document.ts";
import { isParagraph, isTable } from "../../document/document.ts";
import { dateIn } from "./dates.ts";
import type { Outline } from "./outline.ts";
import { bodyIn, isBody, NAME, type TitleWords } from "./title.ts";
import { arabicYears, comparable, plain } from "./wording.ts";

/**
 * Where a body is named as the author: the metadata of the page, the opening sentence, the signature, the contact line.
 */
type Position = "metadata" | "opening" | "signature" | "contact";

export interface NamedAuthor {
  readonly position: Position;
  readonly name: string;
  /** The words it stands in. */
  readonly quote: string;
}

interface Metadata {
  readonly title: string | null;
  readonly publisher: string | null;
  /** ISO date. */
  readonly publishedOn: string | null;
}

const PUBLISHER =
  /^(?:发布机构|发布单位|发布部门|公开机构|公开单位|公开责任部门|责任部门|发文机关|发文单位|制发机关|制作单位|编制单位|单位|单位名称|信息来源|来源|生成机关)$/u;
const PUBLISHED = /^(?:发布时间|发布日期|公开日期|公开时间|公布时间|公布日期|发文时间|时间|日期|更新时间)$/u;
const WRITTEN = /^(?:成文日期|成文时间|生成日期|生成时间)$/u;
const TITLE = /^(?:标题|题名|信息名称|名称|文件名称|信息标题)$/u;

/** Cells; a larger table is no list of labels and values. */
const LARGEST_METADATA = 200;

/**
 * The few Chinese characters before the first colon of a text, and what follows it; null where something else stands
 * there.
 */
function labelled(text: string): readonly [label: string, value: string] | null {
  const colon = text.search(/[:：]/u);
  const label = text
    .slice(0, Math.max(colon, 0))
    .replace(/^[\s•·●*-]+/u, "")
    .trimEnd();
  return /^[\p{Script=Han}\s]{2,12}$/u.test(label) ? [label, text.slice(colon + 1).trim()] : null;
}

/** Label and value pairs as web pages print them: 发布机构: X, in one line, in a table, with bars between. */
function pairsOf(document: Document, outline: Outline): [label: string, value: string][] {
  const head = outline.preamble.split("\n");
  const lines = [
    ...head,
    ...document.blocks
      .filter(isParagraph)
      .filter((block) => block.role === "metadata")
      .map((block) => block.text),
  ];
  const pairs: [string, string][] = [];
  const add = (label: string, value: string): void => {
    const key = comparable(label).replace(/[:[\]【】]/gu, "");
    if (key.length <= 8 && value.trim() !== "") pairs.push([key, value.trim()]);
  };
  for (const line of lines) {
    if (line.length > 400) continue;
    const parts = plain(line)
      .split(/[|｜\t]+/u)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    parts.forEach((part, index) => {
      const [label, value] = labelled(part) ?? [];
      if (label && value)
        for (const piece of part.split(/\s(?=[\p{Script=Han}]{2,8}\s*[:：])/u)) {
          const pair = /([\p{Script=Han}]{2,8})\s*[:：](.*)$/su.exec(piece);
          add(pair?.[1] ?? "", pair?.[2] ?? "");
        }
      else if (label) add(label, parts[index + 1] ?? "");
    });
  }
  for (const table of document.blocks
    .filter(isTable)
    .slice(0, 3)
    .filter(({ cells }) => cells.length <= LARGEST_METADATA)) {
    for (const cell of table.cells) {
      const next = table.cells.find(
        (other) => other.row === cell.row && other.column === cell.column + cell.columnSpan,
      );
      const [label, value] = labelled(cell.text) ?? [];
      if (label && value) add(label, value);
      else if (next && /[\p{Script=Han}]/u.test(cell.text) && cell.text.length <= 12)
        add(cell.text.replace(/[:：]\s*$/u, ""), next.text);
    }
  }
  return pairs;
}

function metadataOf(document: Document, outline: Outline): Metadata {
  const pairs = pairsOf(document, outline);
  const value = (label: RegExp): string[] => pairs.filter(([key]) => label.test(key)).map(([, text]) => text);
  const dates = [...value(PUBLISHED), ...value(WRITTEN)]
    .map((text) => dateIn(text.slice(0, 40)))
    .filter((date) => date !== null);
  return {
    title: value(TITLE)[0] ?? null,
    publisher:
      value(PUBLISHER)
        .map((text) => bodyIn(comparable(text.split(/[\s\u3000]/u)[0] ?? "")))
        .find((name) => name !== null) ?? null,
    publishedOn: dates[0] ?? null,
  };
}

const CONTACTS: readonly RegExp[] = [
  new RegExp(`(?:与|向|和)${NAME}(?:\\([^()]{0,200}\\))?(?:联系|咨询|反映|取得联系)`, "u"),
  new RegExp(`(?:与|向)${NAME}\\((?:联系)?(?:地址|电话|联系|通讯|邮编|通信)`, "u"),
  new RegExp(`联系(?:单位|部门|机构)[:：]${NAME}(?=[,，。;；(]|$|联系|地址|电话)`, "u"),
];
/** Words for oneself, and for offices that every body has: they name nobody. */
const SELF = /^(?:本(?!溪)|我|该|此)/u;
const OFFICE = /^(?:办公室|党政|综合)/u;
const LEVEL = /^(?:街道|镇|乡|局|县|区|市)/u;

function named(position: Position, patterns: readonly RegExp[], text: string, offices: RegExp): NamedAuthor[] {
  const isOffice = (name: string): boolean => OFFICE.test(name) || offices.test(name);
  const namesNobody = (name: string): boolean => SELF.test(name) || isOffice(name) || isOffice(name.replace(LEVEL, ""));
  const key = arabicYears(comparable(text));
  for (const pattern of patterns) {
    const match = pattern.exec(key);
    const name = match?.[1] ? bodyIn(match[1].replace(/^.*(?:由|请与|请向)/u, "")) : null;
    if (match && name && !namesNobody(name)) return [{ position, name, quote: match[0] }];
  }
  return [];
}

// check-patterns: only lines of a few characters are looked at.
const BEGINS_WITH_YEAR = /^[^\p{Script=Han}]*[〇○零一二三四五六七八九十\d\s]+[年./-]/u;

/** The signature: a line with a name alone near the end, before a date or as the very last line. */
function signature(outline: Outline): { name: string | null; date: string | null; quote: string } {
  const last = outline.sections.at(-1)?.text ?? outline.preamble;
  const lines = last
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-6);
  const isDate = (line: string): boolean => line.length <= 24 && dateIn(line) !== null && BEGINS_WITH_YEAR.test(line);
  const dated = lines.findLastIndex(isDate);
  const date = dated >= 0 ? dateIn(lines[dated] ?? "") : null;
  const line = dated > 0 ? lines[dated - 1] : dated < 0 ? lines.at(-1) : undefined;
  const key = comparable(line ?? "").replace(/[(（](?:盖章|公章|印章)[)）]$/u, "");
  const combined =
    dated >= 0 ? /^(.{3,40}?)(20\d{2}年\d{1,2}月\d{1,2}日)$/u.exec(comparable(lines[dated] ?? ""))?.[1] : undefined;
  const name = combined && isBody(combined) ? combined : isBody(key) && key.length >= 4 ? key : null;
  return { name, date, quote: line ?? "" };
}

/** Every place where a body is named as the author of the report, and the dates that page and signature state. */
export function authorsOf(
  document: Document,
  outline: Outline,
  { openings, offices }: TitleWords,
): { authors: NamedAuthor[]; metadata: Metadata; signedOn: string | null } {
  const metadata = metadataOf(document, outline);
  const signed = signature(outline);
  const opening = outline.preamble
    .split("\n")
    .filter((line) => line.length >= 12 && /[。，,]/u.test(line))
    .join("\n");
  const tail = outline.sections.at(-1)?.text.split("\n").slice(-4).join("\n") ?? "";
  const authors: NamedAuthor[] = [
    ...(metadata.publisher
      ? [{ position: "metadata" as const, name: metadata.publisher, quote: `发布机构：${metadata.publisher}` }]
      : []),
    ...named("opening", openings, opening, offices),
    ...(signed.name ? [{ position: "signature" as const, name: signed.name, quote: signed.quote }] : []),
    ...named("contact", CONTACTS, `${opening}\n${tail}`, offices),
  ];
  return { authors, metadata, signedOn: signed.date };
}
