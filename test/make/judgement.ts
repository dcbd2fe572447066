import type { Document, FlatText } from "../../lib/document/document.ts";
import type { FigureName } from "../../lib/profiles/common/facts.ts";
import type { Finding } from "../../lib/profiles/common/rule.ts";
import type { Template } from "../../lib/profiles/disclosure/facts.ts";
import { figureNames, SECTION_TITLES } from "../../lib/profiles/disclosure/form.ts";
import type { Figure, Judgement } from "../../lib/profiles/judgement.ts";
import { bestCandidate } from "../../lib/profiles/profiles.ts";
import type { Source } from "../../lib/report/schema.ts";

/** What the families make of a document that was read natively, given its second reading. */
export const judgementOf = (document: Document, second: FlatText | null): Judgement =>
  bestCandidate({ document, second, recognised: [] }).judge();

/** Judgements of our own making, for the tests of everything that is made from one. */

/** A sound small set: 6 received, 1 carried over, 5 handled, 2 carried forward. Everything not named is 0. */
const PRINTED: Readonly<Record<FigureName, number>> = {
  "proactive.normativeDocuments.inForce": 12,
  "proactive.licensing.decisions": 1846,
  "proactive.penalties.decisions": 73,
  "proactive.fees.amount": 251.6,
  "applications.newlyReceived.naturalPerson": 5,
  "applications.newlyReceived.business": 1,
  "applications.newlyReceived.total": 6,
  "applications.carriedOver.naturalPerson": 1,
  "applications.carriedOver.total": 1,
  "applications.granted.naturalPerson": 3,
  "applications.granted.total": 3,
  "applications.denied.internalAffairs.naturalPerson": 1,
  "applications.denied.internalAffairs.total": 1,
  "applications.unavailable.notHeld.business": 1,
  "applications.unavailable.notHeld.total": 1,
  "applications.resultTotal.naturalPerson": 4,
  "applications.resultTotal.business": 1,
  "applications.resultTotal.total": 5,
  "applications.carriedForward.naturalPerson": 2,
  "applications.carriedForward.total": 2,
  "review.reconsideration.upheld": 1,
  "review.reconsideration.total": 1,
};

const PROSE = [
  "2024年，云溪县教育局坚持以公开为常态、不公开为例外，全年主动公开政府信息412条。全年共收到政府信息公开申请6件，上年结转1件，办结5件，结转下年度2件。",
  "",
  "",
  "",
  "存在的主要问题：一是公开内容不够全面，二是更新不够及时。\n改进情况：完善制度，加强培训，落实专人负责栏目维护。",
  "本年度未收取政府信息公开信息处理费。",
] as const;

/** Changes to the printed figures: a number, or null for a cell without one. */
type Changes = Readonly<Record<FigureName, number | null>>;

const PAGE_OF: Readonly<Record<string, number>> = { proactive: 2, applications: 3, review: 4 };

/** A valid report; `changes` alters what is printed, the rest of the judgement is overwritten by `over`. */
export function makeJudgement(
  over: Partial<Judgement> = {},
  changes: Changes = {},
  form: Template = "2021",
): Judgement {
  const tables: Record<string, Record<string, Record<string, number | null>>> = {};
  const figures: Record<FigureName, Figure> = {};
  const blanks: Record<FigureName, Figure> = {};
  figureNames(form, form).forEach((name, index) => {
    const [table = "", ...rest] = name.split(".");
    const column = rest.pop() ?? "";
    const value = name in changes ? (changes[name] ?? null) : (PRINTED[name] ?? 0);
    tables[table] ??= {};
    tables[table][rest.join(".")] = { ...tables[table][rest.join(".")], [column]: value };
    const figure = {
      text: value === null ? "" : String(value),
      where: { page: PAGE_OF[table] ?? 1, box: [72, 100 + index, 30, 12] },
      confidence: 1,
    } as const;
    (value === null ? blanks : figures)[name] = figure;
  });
  return {
    profile: "disclosure-annual-report",
    status: "valid",
    title: "云溪县教育局2024年政府信息公开工作年度报告",
    organization: { name: "云溪县教育局", division: { code: "370102", name: "山东省济南市历下区" } },
    year: 2024,
    period: { from: "2024-01-01", to: "2024-12-31" },
    template: form,
    sections: SECTION_TITLES.map((title, index) => ({ number: index + 1, title, text: PROSE[index] ?? "" })),
    tables,
    figures,
    blanks,
    claims: [
      { figure: "applications.newlyReceived.total", value: 6, text: "全年共收到政府信息公开申请6件", section: 1 },
    ],
    findings: [],
    uncertain: [],
    ...over,
  };
}

const column = (name: string): FigureName[] =>
  figureNames(null, "2021").filter(
    (figure) => figure.startsWith("applications.") && figure.endsWith(`.${name}`) && !/newly|carried/u.test(figure),
  );

export const FINDINGS: readonly Finding[] = [
  {
    code: "APP-SUM",
    severity: "error",
    message: "第三部分表格“总计”列：（一）至（六）各项相加为5，（七）总计填的是7，相差2。",
    cells: column("total"),
    expected: 5,
    actual: 7,
    proposal: { cell: "applications.resultTotal.total", value: 5 },
  },
  {
    code: "APP-ROW",
    severity: "error",
    message: "第三部分表格“（七）总计”行：自然人与各类组织相加为5，总计填的是7，相差2。",
    cells: ["naturalPerson", "business", "research", "socialOrganization", "legalService", "other", "total"].map(
      (key) => `applications.resultTotal.${key}`,
    ),
    expected: 5,
    actual: 7,
  },
  {
    code: "CELL-BLANK",
    severity: "error",
    message: "第二部分表格“行政强制”行“本年处理决定数量”列是空的；没有的应填“0”，不得空白。",
    cells: ["proactive.compulsion.decisions"],
  },
  {
    code: "CELL-TEXT",
    severity: "error",
    message: "第四部分表格“行政复议”的“尚未审结”填的是“/”；没有的应填“0”。",
    cells: ["review.reconsideration.pending"],
    quote: "/",
  },
  {
    code: "CLAIM-RECEIVED",
    severity: "error",
    message: "正文说全年收到申请4件，第三部分表格“一、本年新收政府信息公开申请数量”总计为6件。",
    cells: ["applications.newlyReceived.total"],
    expected: 6,
    actual: 4,
    quote: "全年共收到政府信息公开申请4件",
    section: 1,
  },
  {
    code: "PERIOD-MISSING",
    severity: "warning",
    message: "没有写明统计期限，应写明“自2024年1月1日起至2024年12月31日止”。",
    cells: [],
    section: 0,
  },
  {
    code: "FEE-UNIT",
    severity: "warning",
    message: "行政事业性收费251.6万元与正文所说251.6元单位不同，请核实。",
    cells: ["proactive.fees.amount"],
  },
  { code: "CONTACT-MISSING", severity: "info", message: "没有写联系电话和地址。", cells: [], section: 0 },
];

const FAULTS: Changes = {
  "applications.resultTotal.total": 7,
  "proactive.compulsion.decisions": null,
  "review.reconsideration.pending": null,
};

const withSlash = (judgement: Judgement): Judgement => {
  const cell = judgement.blanks?.["review.reconsideration.pending"];
  return cell
    ? { ...judgement, blanks: { ...judgement.blanks, "review.reconsideration.pending": { ...cell, text: "/" } } }
    : judgement;
};

export const makeInvalid = (): Judgement =>
  withSlash(
    makeJudgement(
      {
        status: "invalid",
        findings: FINDINGS,
        claims: [
          { figure: "applications.newlyReceived.total", value: 4, text: "全年共收到政府信息公开申请4件", section: 1 },
          { figure: "applications.carriedOver.total", value: 1, text: "上年结转1件", section: 1 },
          { figure: "review.litigation.total", value: 0, text: "未发生行政诉讼", section: 1 },
        ],
      },
      FAULTS,
    ),
  );

/** Failing sums, a blank, and figures that could not be read for certain, one of them not at all. */
export function makeNeedsReview(): Judgement {
  const judgement = makeJudgement(
    {
      status: "needs-review",
      findings: FINDINGS.slice(0, 4),
      uncertain: [
        "organization",
        "applications.resultTotal.total",
        "applications.granted.naturalPerson",
        "review.litigationDirect.upheld",
      ],
      organization: null,
    },
    { ...FAULTS, "applications.granted.naturalPerson": null },
  );
  const { "applications.granted.naturalPerson": _, ...blanks } = judgement.blanks ?? {};
  return { ...judgement, blanks };
}

export const makeSource = (over: Partial<Source> = {}): Source => ({
  name: "云溪县教育局2024年报告.pdf",
  bytes: 183_204,
  sha256: "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
  format: "pdf",
  pages: 5,
  ocr: null,
  ...over,
});
