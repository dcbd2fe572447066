import { oneLine } from "../../document/text.ts";
import { printable } from "../printable.ts";
import type { Report } from "../schema.ts";
import { slipsOf } from "../slips.ts";
import { filled, type LetterFields, type LetterTemplate, type TemplateLine } from "./template.ts";

/** A unit that may get a letter, with what it handed in. */
export interface LetterUnit {
  /** As the office calls it, which may not be what its report says. */
  readonly name: string;
  /** A report, with its findings against the year before among the others, or a file that can't be read or is none. */
  readonly report: Report;
  /** What it was to hand in. */
  readonly year: number;
  readonly family: string;
  /** ISO date until which reports are due; null where none is set. */
  readonly due: string | null;
}

/** A line of the letter's table. */
export interface LetterProblem {
  readonly place: string;
  readonly message: string;
  readonly proposal: string;
  /** Must be changed, or may be as it is. */
  readonly demand: "须修改" | "请核实" | "须重报";
}

/** A letter as it is to be set, line by line. */
export interface Letter {
  readonly unit: string;
  readonly lines: readonly TemplateLine[];
  readonly problems: readonly LetterProblem[];
}

const clean = (text: string): string => oneLine(printable(text));

/**
 * What the unit is asked to put right, the worst first: errors and warnings that are its own, no notes; of a file that is
 * no report, what to send instead.
 */
export function problemsOfUnit(report: Report): LetterProblem[] {
  return slipsOf(report)
    .filter(({ owner, severity }) => owner === "unit" && severity !== "info")
    .map(({ place, message, proposal, severity }) => ({
      place: clean(place),
      message: clean(message),
      proposal: clean(proposal),
      demand: report.tables === null ? "须重报" : severity === "error" ? "须修改" : "请核实",
    }));
}

/**
 * The letter to a unit; null where there is nothing that it could put right.
 * @param today ISO date of the letter
 */
export function letterTo(
  { name, report, year, family, due }: LetterUnit,
  template: LetterTemplate,
  today: string,
): Letter | null {
  const problems = problemsOfUnit(report);
  if (problems.length === 0) return null;
  const unit = clean(name);
  const fields: LetterFields = {
    单位: unit,
    年度: `${year}年`,
    文种: family,
    文件: clean(report.source.name.split("/").at(-1) ?? report.source.name),
    // A date that has passed asks for nothing any more.
    期限: due === null || due < today ? "尽快" : `于${inWords(due)}前`,
    处数: String(problems.length),
    日期: inWords(today),
  };
  return { unit, problems, lines: template.map((line) => ({ ...line, text: filled(line, fields) })) };
}

/** 2025年1月31日 of an ISO date. */
const inWords = (date: string): string => {
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day}日`;
};
