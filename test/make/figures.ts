import type { FigureName } from "../../lib/profiles/common/facts.ts";
import type { Template } from "../../lib/profiles/disclosure/facts.ts";
import {
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  figureNames,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
} from "../../lib/profiles/disclosure/form.ts";

/** Rows that add up to （七）总计: everything handled in a year. */
export const resultRows = (form: Template) =>
  APPLICATION_ROWS[form].filter(({ key, path }) => path[0] === "三、本年度办理结果" && key !== "resultTotal");

/** What an office did in a year; whatever is not named is 0. Totals follow. */
export interface Year {
  /** `<row>.<column>` of table 2. */
  readonly proactive?: Readonly<Record<string, string>>;
  /** Results of table 3, `<row>.<column>` without totals; what was carried over and forward by column. */
  readonly results?: Readonly<Record<string, number>>;
  readonly carriedOver?: Readonly<Record<string, number>>;
  readonly carriedForward?: Readonly<Record<string, number>>;
  /** `<row>.<column>` of table 4 without totals. */
  readonly review?: Readonly<Record<string, number>>;
}

/** Every figure of a report in which all sums hold, as printed. */
export function figuresOf(
  form: Template,
  { proactive = {}, results = {}, carriedOver = {}, carriedForward = {}, review = {} }: Year,
): Map<FigureName, string> {
  const texts = new Map<FigureName, string>(figureNames(form, form).map((name) => [name, "0"]));
  for (const [name, text] of Object.entries(proactive)) texts.set(`proactive.${name}`, text);
  const number = (name: FigureName) => Number(texts.get(name));
  const put = (name: FigureName, value: number) => texts.set(name, String(value));
  const parts = APPLICATION_COLUMNS.filter(({ key }) => key !== "total").map(({ key }) => key);
  for (const [name, value] of Object.entries(results)) put(`applications.${name}`, value);
  for (const part of parts) {
    const handled = resultRows(form).reduce((sum, row) => sum + number(`applications.${row.key}.${part}`), 0);
    put(`applications.resultTotal.${part}`, handled);
    put(`applications.carriedOver.${part}`, carriedOver[part] ?? 0);
    put(`applications.carriedForward.${part}`, carriedForward[part] ?? 0);
    put(`applications.newlyReceived.${part}`, handled + (carriedForward[part] ?? 0) - (carriedOver[part] ?? 0));
  }
  for (const row of APPLICATION_ROWS[form])
    put(
      `applications.${row.key}.total`,
      parts.reduce((sum, part) => sum + number(`applications.${row.key}.${part}`), 0),
    );
  for (const [name, value] of Object.entries(review)) put(`review.${name}`, value);
  for (const row of REVIEW_ROWS) {
    const outcomes = REVIEW_COLUMNS.filter(({ key }) => key !== "total");
    put(
      `review.${row.key}.total`,
      outcomes.reduce((sum, outcome) => sum + number(`review.${row.key}.${outcome.key}`), 0),
    );
  }
  return texts;
}
