import { isNumbered } from "../../../document/numbering.ts";
import { encode, type ProseYear, type Sentence } from "./sentence.ts";

/** Prose of a section as paragraphs of sentences, without what is no prose, and the years that it names. */

/** One paragraph: a heading is short and states no figure; what follows it belongs to it. */
export interface Paragraph {
  readonly heading: boolean;
  readonly sentences: readonly Sentence[];
}

/** Markdown's. */
const MARK_OF_HEADING = /^\s*#+/u;
/** Longer runs without a full stop are no prose. */
const LONGEST_SENTENCE = 2000;
const LABELS =
  /^(?:[(（]?[一二三四五六七][)）、]|\d[.、．])?\s*(?:(?:本年新收政府信息公开申请数量|上年结转政府信息公开申请数量|本年度办理结果|结转下年度继续办理|予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|总计|行政复议|行政诉讼)[\s\d|/-]*)+$/u;
const WHITE = /[\s\u3000]+/gu;

/** Rows of a table that came as text, lone labels, lone numbers, and the form's own guidance. */
function loose(line: string): boolean {
  const cells = line.split(/\t|\|/u).filter((cell) => cell.trim() !== "");
  if (/[\t|]/u.test(line.trim()) && (cells.length > 2 || line.includes("|"))) return true;
  const plain = line.replace(WHITE, "");
  return LABELS.test(plain) || !/[\u4e00-\u9fff]{2}/u.test(plain) || /填表说明|填报说明|删除本段|勾稽关系/u.test(plain);
}

/** Lines of a page are joined to paragraphs only where a long line plainly goes on. */
function joined(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    const last = lines.at(-1);
    const goesOn =
      last !== undefined &&
      last.trim().length >= 24 &&
      /[^。；;！？!?：:)）]$/u.test(last.trim()) &&
      /[，,。、]/u.test(last) &&
      !loose(last);
    if (goesOn && !isNumbered(line) && !loose(line) && line.trim() !== "")
      lines[lines.length - 1] = last.trimEnd() + line.trimStart();
    else lines.push(line);
  }
  return lines;
}

/** Paragraphs of a section's text, without what is no prose and without notes that were not meant for publication. */
export function paragraphs(text: string, year: ProseYear): Paragraph[] {
  return joined(text)
    .filter((line) => line.trim() !== "" && !loose(line))
    .map((line) => {
      const sentences = line
        .split(/(?<=[。！？!?])/u)
        .filter((part) => part.trim() !== "" && part.length <= LONGEST_SENTENCE && !/内部核对|勿公开/u.test(part))
        .map((part) => encode(part, year));
      const code = sentences.map((sentence) => sentence.code).join("");
      return {
        heading:
          code.length <= 24 &&
          isNumbered(line.replace(MARK_OF_HEADING, "")) &&
          sentences.length === 1 &&
          !/[QAB]|未|无|没|零/u.test(code),
        sentences,
      };
    });
}

/**
 * Years that the prose names as its time, not as source or target of a carry-over, in a comparison or in a document's
 * name.
 */
export function namedYears(text: string): number[] {
  const years = new Set<number>();
  const plain = text
    .replace(WHITE, "")
    .normalize("NFKC")
    .replace(/《[^》]{0,80}》|[〔[(（]20\d\d[〕\])）]/gu, "");
  for (const match of plain.matchAll(
    /(?<![比较与和同至到入转结延自从]|结转|转结)(20\d\d)年(?!度?(?:未办结|结转|转结|遗留|修订|版|以来))/gu,
  ))
    years.add(Number(match[1]));
  return [...years];
}
