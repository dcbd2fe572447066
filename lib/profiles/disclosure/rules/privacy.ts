import { personalNumberRules } from "../../common/privacy.ts";
import { sentences } from "../../common/report-text.ts";
import { REGULATION } from "../../common/sources.ts";
import { applicantNamesIn } from "../applicant-names.ts";
import type { Rule } from "./rule.ts";

/** Rules on personal information that must not be published; quotes and messages are masked. */
export const privacyRules: readonly Rule[] = [
  ...personalNumberRules,
  {
    code: "PRIVACY-NAME",
    severity: "warning",
    source: {
      says: "涉及个人隐私的信息不公开；姓名与申请事项一起可能认出个人，请核对",
      cites: [{ text: REGULATION, article: "第十五条" }],
    },
    check: (facts) => {
      const all = sentences(facts);
      if (all.length === 0) return null;
      const found = new Map<string, { section: number; times: number }>();
      for (const { section, text } of all) {
        for (const name of applicantNamesIn(text))
          found.set(name, { section: found.get(name)?.section ?? section, times: (found.get(name)?.times ?? 0) + 1 });
      }
      return [...found].map(([name, { section, times }]) => ({
        message: `文中写出申请人“${maskName(name)}”${times > 1 ? `（${times}处）` : ""}及其申请事项，可能识别出个人，请隐去姓氏或改写为“申请人”。`,
        quote: maskName(name),
        section,
      }));
    },
  },
];

/** 赵先生 stays, as the surname alone shows the clerk the place; of a full name only the first character is shown. */
const maskName = (name: string): string =>
  /(?:先生|女士|小姐|大爷|大妈|阿姨)$/u.test(name) ? name : `${name[0]}${"*".repeat(name.length - 1)}`;
