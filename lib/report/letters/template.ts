import { oneLine } from "../../document/text.ts";
import { printable } from "../printable.ts";

/**
 * The words of the letter that goes back to a unit (退回修改通知), in a text file that an office changes with any
 * editor. A line is a paragraph; what it is, its first characters say.
 */

/** What stands in a template's blanks. */
export interface LetterFields {
  readonly 单位: string;
  /** 2024年 */
  readonly 年度: string;
  readonly 文种: string;
  readonly 文件: string;
  readonly 期限: string;
  readonly 处数: string;
  readonly 日期: string;
}

type LineKind = "title" | "salutation" | "paragraph" | "problems" | "signature";

export interface TemplateLine {
  readonly kind: LineKind;
  readonly text: string;
}

export type LetterTemplate = readonly TemplateLine[];

/** A template that can't be used; the message says to the office what is to be changed in it. */
export class LetterTemplateError extends Error {}

/** Longer than any letter. */
export const MOST_TEMPLATE_BYTES = 64 * 1024;

export const DEFAULT_TEMPLATE = `// 退回修改通知的文字。可用记事本修改，改好保存即可，下次生成的通知就用新的文字。
// 行首是“//”的行是说明，不印出来；行首是“#”的是标题；行首是“>”的靠右，用于落款；其余一行一段。
// {单位}、{年度}、{文种}、{文件}、{期限}、{处数}、{日期}由程序填写，可以不用，不能改名。
// {问题}单独一行，问题清单放在这里，不能缺。
# 退回修改通知
{单位}：
你单位报送的{年度}{文种}（文件名：{文件}）收悉。经核对，有以下{处数}处需要修改或者核实：
{问题}
请对照上表修改，{期限}重新报送。标明“请核实”的，如情况属实，请在报送时说明。“修改建议”由表内勾稽关系推算，仅供参考，以实际情况为准。
> （盖章）
> {日期}
`;

/** Whoever changes the template with an older editor saves it in the encoding of the system. */
export function templateText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

const PROBLEMS = "{问题}";
const BLANKS: readonly (keyof LetterFields)[] = ["单位", "年度", "文种", "文件", "期限", "处数", "日期"];

/** @throws LetterTemplateError */
export function parseTemplate(text: string): LetterTemplate {
  const lines = printable(text)
    .split("\n")
    .map(oneLine)
    .filter((line) => line !== "" && !line.startsWith("//"));
  const template = lines.map((line, index): TemplateLine => {
    if (line === PROBLEMS) return { kind: "problems", text: "" };
    if (line.startsWith("#")) return { kind: "title", text: line.slice(1).trim() };
    if (line.startsWith(">")) return { kind: "signature", text: line.slice(1).trim() };
    const afterTitle = lines.slice(0, index).every((each) => each.startsWith("#"));
    return { kind: afterTitle && /[：:]$/u.test(line) ? "salutation" : "paragraph", text: line };
  });
  if (template.filter(({ kind }) => kind === "problems").length !== 1)
    throw new LetterTemplateError("退回修改通知的模板里，“{问题}”须单独成行，出现一次。");
  for (const { text: words } of template)
    for (const [blank, name] of words.matchAll(/\{([^{}]*)\}/gu))
      if (!BLANKS.some((known) => known === name))
        throw new LetterTemplateError(
          `退回修改通知的模板里，“${blank}”无法填写；可用的有${BLANKS.map((known) => `{${known}}`).join("、")}，以及单独一行的{问题}。`,
        );
  return template;
}

/** A line with its blanks filled in. */
export const filled = ({ text }: TemplateLine, fields: LetterFields): string =>
  text.replace(/\{([^{}]*)\}/gu, (_, name: keyof LetterFields) => fields[name]);
