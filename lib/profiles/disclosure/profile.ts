import { withPlacesRight } from "../common/misread-places.ts";
import { inWan } from "../common/money.ts";
import type { Figures, Profile } from "../profile.ts";
import { figureNames } from "./form.ts";
import { HISTORY_RULES, judgeHistory } from "./history/history.ts";
import { ID, readReport } from "./judge.ts";
import { LAYOUT } from "./layout.ts";
import { AMOUNTS, FORM_UNIT } from "./money.ts";
import { OFFICIAL_LABELS } from "./official-labels.ts";
import { relationsOf } from "./relations.ts";
import { REPORT_PART } from "./report-part.ts";
import { reviewed } from "./reviewed.ts";
import { RULES } from "./rules/rules.ts";
import { WORDS } from "./words.ts";

const FIGURES: Figures = {
  names: [...new Set([...figureNames("2021", "2021"), ...figureNames("2019", "2019")])],
  inFormUnit: (name, value, unit) => {
    const amount = inWan(value, unit);
    // A count in 元 and an amount in 件 are neither.
    if (AMOUNTS.has(name)) return amount === null ? null : { value: amount, converted: unit !== FORM_UNIT };
    return amount === null ? { value, converted: false } : null;
  },
  composites: {
    "review.litigation.total": ["review.litigationDirect.total", "review.litigationAfterReconsideration.total"],
  },
  isMain: (name) => name.startsWith("proactive.") || name.endsWith(".total"),
};

/** The annual report on government information disclosure: 《政府信息公开条例》第五十条, 国办公开办函〔2021〕30号. */
export const DISCLOSURE: Profile = {
  id: ID,
  formHash: null,
  name: "政府信息公开工作年度报告",
  catalogKey: "",
  vocabulary: { labels: OFFICIAL_LABELS, correct: withPlacesRight },
  read: readReport,
  reviewed,
  rules: RULES,
  history: { rules: HISTORY_RULES, judge: judgeHistory },
  schema: REPORT_PART,
  figures: FIGURES,
  words: WORDS,
  layout: LAYOUT,
  relations: relationsOf,
};
