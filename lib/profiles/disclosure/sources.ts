import type { Form } from "../common/form/form.ts";
import type { OfficialText } from "../common/sources.ts";
import { FORMS } from "./form.ts";

/** The official texts that rules on annual disclosure reports cite. */

/** The text that prescribes a form: its year and number are its short name. */
function textOf({ source: { name: title, number, date, issuer } }: Form): OfficialText {
  return { name: number?.slice(number.indexOf("〔")) ?? title, title, number, date, issuer };
}

export const FORM_2021 = textOf(FORMS["2021"]);
/** Its date is not known here but for the year. */
export const FORM_2019 = textOf(FORMS["2019"]);

export const LEGISLATION_LAW: OfficialText = {
  name: "《立法法》",
  title: "中华人民共和国立法法",
  number: null,
  date: "2023年修正",
  issuer: "全国人民代表大会",
};
