import type { PersonalKind } from "../../../document/personal-kinds.ts";
import { type PersonalNumber, personalNumbersIn } from "../../../document/personal-numbers.ts";
import type { Violation } from "../../common/rule.ts";
import { applicantNamesIn } from "../applicant-names.ts";
import type { Facts } from "../facts.ts";
import { partsOf, printedTexts, sentences } from "../report-text.ts";
import { IDENTITY_NUMBER, REGULATION } from "../sources.ts";
import type { Rule } from "./rule.ts";

interface Found extends PersonalNumber {
  readonly section?: number;
}

const known = new WeakMap<Facts, readonly Found[]>();

/** Every number, masked, with the section it stands in where that is known; a number printed twice counts once. */
function numbersOf(facts: Facts): readonly Found[] {
  const before = known.get(facts);
  if (before) return before;
  const inSections = partsOf(facts).flatMap(({ section, text }) =>
    personalNumbersIn(text).map((number): Found => ({ ...number, section })),
  );
  const everywhere: Found[] = printedTexts(facts).flatMap((text) => personalNumbersIn(text));
  const found = new Map<string, Found>();
  for (const number of [...inSections, ...everywhere]) {
    const key = `${number.kind} ${number.plain}`;
    if (!found.has(key)) found.set(key, number);
  }
  known.set(facts, [...found.values()]);
  return [...found.values()];
}

const numberRule = (
  code: string,
  severity: Rule["severity"],
  source: Rule["source"],
  kind: PersonalKind,
  sentence: (plain: string) => string,
): Rule => ({
  code,
  severity,
  source,
  check: (facts) =>
    printedTexts(facts).length === 0
      ? null
      : numbersOf(facts)
          .filter((number) => number.kind === kind)
          .map(
            ({ masked, plain, section }): Violation => ({
              message: sentence(plain),
              quote: masked,
              ...(section !== undefined ? { section } : {}),
            }),
          ),
});

/** Rules on personal information that must not be published; quotes and messages are masked. */
export const privacyRules: readonly Rule[] = [
  numberRule(
    "PRIVACY-ID",
    "error",
    {
      says: "涉及个人隐私的信息不公开；身份号码按校验码认出",
      cites: [
        { text: REGULATION, article: "第十五条" },
        { text: IDENTITY_NUMBER, article: "校验码" },
      ],
    },
    "id",
    (plain) => `文中出现居民身份证号码${plain}，属于个人隐私信息，发布前必须删除。`,
  ),
  numberRule(
    "PRIVACY-MOBILE",
    "warning",
    { own: "手机号码可能是个人的，也可能是办公电话，所以只请核对" },
    "mobile",
    (plain) => `文中出现手机号码${plain}，如不是对外办公电话，请删除或改为办公固定电话。`,
  ),
  numberRule(
    "PRIVACY-BANK",
    "error",
    { says: "涉及个人隐私的信息不公开", cites: [{ text: REGULATION, article: "第十五条" }] },
    "bank",
    (plain) => `文中出现银行卡号${plain}，属于个人隐私信息，发布前必须删除。`,
  ),
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
