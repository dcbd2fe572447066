import type { Claim, FigureName } from "../../common/facts.ts";
import type { Violation } from "../../common/rule.ts";
import { spokenSentences } from "../claims/claims.ts";
import { divisionsOf } from "../claims/parts.ts";
import { type ReviewSplit, reviewSplits } from "../claims/review.ts";
import type { Facts } from "../facts.ts";
import { figureLabel } from "../figure-label.ts";
import type { Rule } from "./rule.ts";

const RECEIVED = "applications.newlyReceived.total";
const CARRIED_OVER = "applications.carriedOver.total";
const HANDLED = "applications.resultTotal.total";
const CARRIED_FORWARD = "applications.carriedForward.total";
const RECONSIDERATION = "review.reconsideration.total";
const LITIGATION = "review.litigation.total";

const PARTS_OF_REPORT = ["开头部分", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分"];
const partName = (section: number): string => PARTS_OF_REPORT[section] ?? `第${section}部分`;
const QUOTE_LENGTH = 80;
const shortened = (text: string): string => (text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text);

/** The numbers printed for a claim's figure: litigation is the sum of its two groups; null where one is missing. */
function printed(
  facts: Facts,
  figure: FigureName,
): { readonly value: number; readonly cells: readonly FigureName[] } | null {
  const cells = figure.startsWith("review.litigation.")
    ? ["litigationDirect", "litigationAfterReconsideration"].map(
        (row) => `review.${row}.${figure.slice("review.litigation.".length)}`,
      )
    : [figure];
  const values = cells
    .map((cell) => facts.cells.get(cell))
    .map((cell) => (cell?.kind === "number" ? cell.value : null));
  return values.some((value) => value === null)
    ? null
    : { value: values.reduce<number>((sum, value) => sum + (value ?? 0), 0), cells };
}

/** A sentence that names only another year than the report's is judged as a wrong year, not as a wrong number. */
function otherYear(claim: Claim, year: number | null): boolean {
  const years = [
    ...claim.text
      .normalize("NFKC")
      .replace(/\s/gu, "")
      .matchAll(/(20\d\d)年(?!度?(?:未办结|结转|转结))/gu),
  ].map((match) => Number(match[1]));
  return year !== null && years.length > 0 && !years.includes(year);
}

/**
 * Withdrawn applications and those handled for other bodies are counted or not by local custom: no proof of an error.
 */
const customary = (facts: Facts, claim: Claim): boolean =>
  facts.sections.some(
    (section) =>
      section.number === claim.section &&
      /撤(?:回|件|销(?:了)?(?:申请|其)|诉)|申请撤销|主动撤|协助(?:其他|办理|答复)/u.test(section.text),
  );

/** Whether the number can be right in a sense other than the table's. */
function explained(facts: Facts, claim: Claim): boolean {
  const at = (figure: FigureName): number => facts.cells.get(figure)?.value ?? 0;
  if (claim.figure === RECEIVED) {
    const explicit = /新收|新增|新接|新受理/u.test(claim.text);
    // All in hand this year, carried-over ones included, may be called 受理 as well.
    if (!explicit && claim.value === at(RECEIVED) + at(CARRIED_OVER)) return true;
    if (
      /(?:收到|受理|接收)(?:和|并|及|、|且)?(?:按时|及时|依法)?(?:处理|办理|办结|答复|回复)/u.test(claim.text) &&
      claim.value === at(HANDLED)
    )
      return true;
  }
  return (
    claim.figure.startsWith("applications.") &&
    claim.figure !== CARRIED_OVER &&
    claim.value !== 0 &&
    customary(facts, claim)
  );
}

function compare(facts: Facts, concerned: (figure: FigureName) => boolean): Violation[] | null {
  let compared = false;
  const violations: Violation[] = [];
  for (const claim of facts.claims) {
    const table = concerned(claim.figure) ? printed(facts, claim.figure) : null;
    if (!table || otherYear(claim, facts.identity.year)) continue;
    compared = true;
    if (table.value === claim.value || explained(facts, claim)) continue;
    const where = table.cells.map(figureLabel).join("与");
    violations.push({
      message: `${partName(claim.section)}正文所述数字为${claim.value}，${where}${table.cells.length > 1 ? "合计" : ""}为${table.value}，文字与表格不一致，请核对：“${shortened(claim.text)}”`,
      cells: table.cells,
      expected: table.value,
      actual: claim.value,
      quote: claim.text,
      section: claim.section,
    });
  }
  return compared ? violations : null;
}

/** NT-QUAD: where the prose states all four, new and carried over must equal handled and carried forward. */
function balance(facts: Facts): Violation[] | null {
  const claim = (figure: FigureName): Claim | undefined =>
    facts.claims.find((candidate) => candidate.figure === figure);
  const [n, p, z, f] = [RECEIVED, CARRIED_OVER, HANDLED, CARRIED_FORWARD].map(claim);
  if (!n || !p || !z || !f) return null;
  const [left, right] = [n.value + p.value, z.value + f.value];
  if (left === right || customary(facts, n)) return [];
  return [
    {
      message: `${partName(n.section)}正文所述新收${n.value}件加上年结转${p.value}件为${left}件，办结${z.value}件加结转下年度${f.value}件为${right}件，两者应当相等，请核对。`,
      cells: [RECEIVED, CARRIED_OVER, HANDLED, CARRIED_FORWARD],
      expected: left,
      actual: right,
      quote: n.text,
      section: n.section,
    },
  ];
}

interface Placed extends ReviewSplit {
  readonly section: number;
}

const splitsOf = (facts: Facts): Placed[] =>
  spokenSentences(facts.sections, { year: facts.identity.year }).flatMap(({ sentence, disclosure, section }) =>
    disclosure ? reviewSplits(sentence).map((split) => ({ ...split, section })) : [],
  );

const OUTCOME_NAMES = { upheld: "结果维持", corrected: "结果纠正", other: "其他结果", pending: "尚未审结" } as const;
const GROUP_NAMES = { reconsideration: "行政复议", litigation: "行政诉讼" } as const;

/** NT-T4C: outcomes that the prose gives completely, against the table; for litigation against both groups together. */
function compareSplits(facts: Facts): Violation[] | null {
  let compared = false;
  const violations: Violation[] = [];
  for (const split of splitsOf(facts)) {
    for (const key of ["upheld", "corrected", "other", "pending"] as const) {
      const table = printed(facts, `review.${split.group}.${key}`);
      if (!table) continue;
      compared = true;
      if (table.value === split.parts[key]) continue;
      violations.push({
        message: `${partName(split.section)}正文所述${GROUP_NAMES[split.group]}“${OUTCOME_NAMES[key]}”为${split.parts[key]}件，第四部分表格${table.cells.length > 1 ? "两类诉讼合计" : ""}为${table.value}件，文字与表格不一致，请核对。`,
        cells: table.cells,
        expected: table.value,
        actual: split.parts[key],
        quote: split.text,
        section: split.section,
      });
    }
  }
  return compared ? violations : null;
}

/** NT-SPLIT, NT-PUB: parts that must make up their total. */
function compareParts(facts: Facts): Violation[] | null {
  const divisions = [
    ...divisionsOf(facts.sections, { year: facts.identity.year }),
    ...splitsOf(facts).map((split) => ({
      total: split.total,
      parts: Object.values(split.parts),
      text: split.text,
      section: split.section,
    })),
  ];
  if (divisions.length === 0) return null;
  return divisions.flatMap(({ total, parts, text, section }) => {
    const sum = parts.reduce((left, right) => left + right, 0);
    if (sum === total) return [];
    return [
      {
        message: `${partName(section)}正文所列分项${parts.join("＋")}合计为${sum}，与所述总数${total}不符，请核对：“${shortened(text)}”`,
        expected: sum,
        actual: total,
        quote: text,
        section,
      },
    ];
  });
}

/** Two checks of one code: assessable as soon as one of them is. */
const both = (first: readonly Violation[] | null, second: readonly Violation[] | null): readonly Violation[] | null =>
  first || second ? [...(first ?? []), ...(second ?? [])] : null;

/** What the prose states against what the tables show. */
export const claimRules: readonly Rule[] = [
  {
    code: "CLAIM-RECEIVED",
    severity: "error",
    source: { own: "正文所述新收、上年结转申请数与第三部分表格一致；同一件事在一份报告里只能有一个数" },
    check: (facts) => compare(facts, (figure) => figure === RECEIVED || figure === CARRIED_OVER),
  },
  {
    code: "CLAIM-HANDLED",
    severity: "warning",
    source: {
      own: "正文所述办理结果、结转下年度数与第三部分表格一致；撤回、协助办理等情形各地统计口径不一，所以只请核对",
    },
    check: (facts) =>
      both(
        compare(
          facts,
          (figure) => figure.startsWith("applications.") && figure !== RECEIVED && figure !== CARRIED_OVER,
        ),
        balance(facts),
      ),
  },
  {
    code: "CLAIM-REVIEW",
    severity: "error",
    source: { own: "正文所述行政复议、行政诉讼数与第四部分表格一致；同一件事在一份报告里只能有一个数" },
    check: (facts) =>
      both(
        compare(facts, (figure) => figure === RECONSIDERATION || figure === LITIGATION),
        compareSplits(facts),
      ),
  },
  {
    code: "CLAIM-PROACTIVE",
    severity: "warning",
    source: { own: "正文所述规范性文件、行政处理决定数与第二部分表格一致；正文说的可能是公开的件数，所以只请核对" },
    check: (facts) => compare(facts, (figure) => figure.startsWith("proactive.")),
  },
  {
    code: "CLAIM-PARTS",
    severity: "warning",
    source: { own: "正文所列分项之和等于其总数；分项可能没有列全，所以只请核对" },
    check: compareParts,
  },
];
