import type { PersonalKind } from "../../document/personal-kinds.ts";
import { type PersonalNumber, personalNumbersIn } from "../../document/personal-numbers.ts";
import { partsOf, printedTexts, type ReportText } from "./report-text.ts";
import type { Rule, RuleHead, Violation } from "./rule.ts";
import { IDENTITY_NUMBER, REGULATION } from "./sources.ts";

interface Found extends PersonalNumber {
  readonly section?: number;
}

const known = new WeakMap<ReportText, readonly Found[]>();

/** Every number, masked, with the section it stands in where that is known; a number printed twice counts once. */
function numbersOf(report: ReportText): readonly Found[] {
  const before = known.get(report);
  if (before) return before;
  const inSections = partsOf(report).flatMap(({ section, text }) =>
    personalNumbersIn(text).map((number): Found => ({ ...number, section })),
  );
  const everywhere: Found[] = printedTexts(report).flatMap((text) => personalNumbersIn(text));
  const found = new Map<string, Found>();
  for (const number of [...inSections, ...everywhere]) {
    const key = `${number.kind} ${number.plain}`;
    if (!found.has(key)) found.set(key, number);
  }
  known.set(report, [...found.values()]);
  return [...found.values()];
}

const numberRule = (
  code: string,
  severity: RuleHead["severity"],
  source: RuleHead["source"],
  kind: PersonalKind,
  sentence: (plain: string) => string,
): Rule<ReportText> => ({
  code,
  severity,
  source,
  check: (report) =>
    printedTexts(report).length === 0
      ? null
      : numbersOf(report)
          .filter((number) => number.kind === kind)
          .map(
            ({ masked, plain, section }): Violation => ({
              message: sentence(plain),
              quote: masked,
              ...(section !== undefined ? { section } : {}),
            }),
          ),
});

/** Rules on numbers of persons that must not be published; quotes and messages are masked. */
export const personalNumberRules: readonly Rule<ReportText>[] = [
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
];
