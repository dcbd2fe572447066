import type { FigureName } from "../common/facts.ts";
import type { TableName, Template } from "./facts.ts";

/**
 * The two official forms as data: 国办公开办函〔2019〕60号 (report years 2019, 2020) and 〔2021〕30号 (from 2021 on).
 * A label is a path from the outermost heading to the row or column itself.
 */

interface FormColumn {
  readonly key: string;
  readonly label: string;
}

interface FormRow {
  readonly key: string;
  readonly path: readonly string[];
}

interface ProactiveBlock {
  /** The item of 《政府信息公开条例》第二十条 that heads the block. */
  readonly item: string;
  readonly columns: readonly FormColumn[];
  readonly rows: readonly { readonly key: string; readonly label: string }[];
}

/** Table 2, 主动公开政府信息情况: blocks with columns of their own. */
export const PROACTIVE: Readonly<Record<Template, readonly ProactiveBlock[]>> = {
  "2019": [
    {
      item: "第二十条第（一）项",
      columns: [
        { key: "produced", label: "本年新制作数量" },
        { key: "disclosed", label: "本年新公开数量" },
        { key: "totalPublic", label: "对外公开总数量" },
      ],
      rows: [
        { key: "regulations", label: "规章" },
        { key: "normativeDocuments", label: "规范性文件" },
      ],
    },
    {
      item: "第二十条第（五）项",
      columns: [
        { key: "previousItems", label: "上一年项目数量" },
        { key: "change", label: "本年增/减" },
        { key: "decisions", label: "处理决定数量" },
      ],
      rows: [
        { key: "licensing", label: "行政许可" },
        { key: "otherServices", label: "其他对外管理服务事项" },
      ],
    },
    {
      item: "第二十条第（六）项",
      columns: [
        { key: "previousItems", label: "上一年项目数量" },
        { key: "change", label: "本年增/减" },
        { key: "decisions", label: "处理决定数量" },
      ],
      rows: [
        { key: "penalties", label: "行政处罚" },
        { key: "compulsion", label: "行政强制" },
      ],
    },
    {
      item: "第二十条第（八）项",
      columns: [
        { key: "previousItems", label: "上一年项目数量" },
        { key: "change", label: "本年增/减" },
      ],
      rows: [{ key: "fees", label: "行政事业性收费" }],
    },
    {
      item: "第二十条第（九）项",
      columns: [
        { key: "items", label: "采购项目数量" },
        { key: "amount", label: "采购总金额" },
      ],
      rows: [{ key: "procurement", label: "政府集中采购" }],
    },
  ],
  "2021": [
    {
      item: "第二十条第（一）项",
      columns: [
        { key: "issued", label: "本年制发件数" },
        { key: "repealed", label: "本年废止件数" },
        { key: "inForce", label: "现行有效件数" },
      ],
      rows: [
        { key: "regulations", label: "规章" },
        { key: "normativeDocuments", label: "行政规范性文件" },
      ],
    },
    {
      item: "第二十条第（五）项",
      columns: [{ key: "decisions", label: "本年处理决定数量" }],
      rows: [{ key: "licensing", label: "行政许可" }],
    },
    {
      item: "第二十条第（六）项",
      columns: [{ key: "decisions", label: "本年处理决定数量" }],
      rows: [
        { key: "penalties", label: "行政处罚" },
        { key: "compulsion", label: "行政强制" },
      ],
    },
    {
      item: "第二十条第（八）项",
      columns: [{ key: "amount", label: "本年收费金额（单位：万元）" }],
      rows: [{ key: "fees", label: "行政事业性收费" }],
    },
  ],
};

/** Table 3, 收到和处理政府信息公开申请情况: seven columns in both forms. */
export const APPLICATION_COLUMNS = [
  { key: "naturalPerson", label: "自然人" },
  { key: "business", label: "商业企业" },
  { key: "research", label: "科研机构" },
  { key: "socialOrganization", label: "社会公益组织" },
  { key: "legalService", label: "法律服务机构" },
  { key: "other", label: "其他" },
  { key: "total", label: "总计" },
] as const satisfies readonly FormColumn[];

const APPLICATION_ROWS_2021: readonly FormRow[] = [
  { key: "newlyReceived", path: ["一、本年新收政府信息公开申请数量"] },
  { key: "carriedOver", path: ["二、上年结转政府信息公开申请数量"] },
  { key: "granted", path: ["三、本年度办理结果", "（一）予以公开"] },
  { key: "partlyGranted", path: ["三、本年度办理结果", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"] },
  { key: "denied.stateSecret", path: ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"] },
  { key: "denied.prohibitedByLaw", path: ["三、本年度办理结果", "（三）不予公开", "2.其他法律行政法规禁止公开"] },
  { key: "denied.threeSafetiesOneStability", path: ["三、本年度办理结果", "（三）不予公开", "3.危及“三安全一稳定”"] },
  { key: "denied.thirdPartyRights", path: ["三、本年度办理结果", "（三）不予公开", "4.保护第三方合法权益"] },
  { key: "denied.internalAffairs", path: ["三、本年度办理结果", "（三）不予公开", "5.属于三类内部事务信息"] },
  { key: "denied.processInformation", path: ["三、本年度办理结果", "（三）不予公开", "6.属于四类过程性信息"] },
  { key: "denied.enforcementFile", path: ["三、本年度办理结果", "（三）不予公开", "7.属于行政执法案卷"] },
  { key: "denied.administrativeInquiry", path: ["三、本年度办理结果", "（三）不予公开", "8.属于行政查询事项"] },
  { key: "unavailable.notHeld", path: ["三、本年度办理结果", "（四）无法提供", "1.本机关不掌握相关政府信息"] },
  { key: "unavailable.needsCreation", path: ["三、本年度办理结果", "（四）无法提供", "2.没有现成信息需要另行制作"] },
  {
    key: "unavailable.unclearAfterCorrection",
    path: ["三、本年度办理结果", "（四）无法提供", "3.补正后申请内容仍不明确"],
  },
  { key: "notProcessed.petition", path: ["三、本年度办理结果", "（五）不予处理", "1.信访举报投诉类申请"] },
  { key: "notProcessed.repeated", path: ["三、本年度办理结果", "（五）不予处理", "2.重复申请"] },
  { key: "notProcessed.publication", path: ["三、本年度办理结果", "（五）不予处理", "3.要求提供公开出版物"] },
  { key: "notProcessed.excessive", path: ["三、本年度办理结果", "（五）不予处理", "4.无正当理由大量反复申请"] },
  {
    key: "notProcessed.reissue",
    path: ["三、本年度办理结果", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"],
  },
  {
    key: "otherHandling.correctionOverdue",
    path: ["三、本年度办理结果", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
  },
  {
    key: "otherHandling.feeOverdue",
    path: [
      "三、本年度办理结果",
      "（六）其他处理",
      "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ],
  },
  { key: "otherHandling.other", path: ["三、本年度办理结果", "（六）其他处理", "3.其他"] },
  { key: "resultTotal", path: ["三、本年度办理结果", "（七）总计"] },
  { key: "carriedForward", path: ["四、结转下年度继续办理"] },
];

/** Rows of table 3: in the form of 2019 （六）其他处理 is a single row. */
export const APPLICATION_ROWS: Readonly<Record<Template, readonly FormRow[]>> = {
  "2021": APPLICATION_ROWS_2021,
  "2019": APPLICATION_ROWS_2021.flatMap((row) => {
    if (!row.key.startsWith("otherHandling.")) return [row];
    return row.key === "otherHandling.correctionOverdue" ? [{ key: "otherHandling", path: row.path.slice(0, 2) }] : [];
  }),
};

/** Rows that add up to （七）总计: everything handled this year. */
export const resultRows = (form: Template): readonly FormRow[] =>
  APPLICATION_ROWS[form].filter((row) => row.path[0] === "三、本年度办理结果" && row.key !== "resultTotal");

/** Table 4, 政府信息公开行政复议、行政诉讼情况: three groups of the same five columns. */
export const REVIEW_ROWS: readonly FormRow[] = [
  { key: "reconsideration", path: ["行政复议"] },
  { key: "litigationDirect", path: ["行政诉讼", "未经复议直接起诉"] },
  { key: "litigationAfterReconsideration", path: ["行政诉讼", "复议后起诉"] },
];

export const REVIEW_COLUMNS = [
  { key: "upheld", label: "结果维持" },
  { key: "corrected", label: "结果纠正" },
  { key: "other", label: "其他结果" },
  { key: "pending", label: "尚未审结" },
  { key: "total", label: "总计" },
] as const satisfies readonly FormColumn[];

export const TABLE_TITLES: Readonly<Record<TableName, string>> = {
  proactive: "主动公开政府信息情况",
  applications: "收到和处理政府信息公开申请情况",
  review: "政府信息公开行政复议、行政诉讼情况",
};

/** The six sections that the forms prescribe, first to last. */
export const SECTION_TITLES = [
  "总体情况",
  "主动公开政府信息情况",
  "收到和处理政府信息公开申请情况",
  "政府信息公开行政复议、行政诉讼情况",
  "存在的主要问题及改进情况",
  "其他需要报告的事项",
] as const;

/** The table of each section that has one. */
export const TABLE_OF_SECTION: Readonly<Record<number, TableName>> = { 2: "proactive", 3: "applications", 4: "review" };

/** Rows of table 2 with their columns, block after block. */
export const proactiveRows = (
  form: Template,
): readonly { key: string; label: string; item: string; columns: readonly FormColumn[] }[] =>
  PROACTIVE[form].flatMap((block) => block.rows.map((row) => ({ ...row, item: block.item, columns: block.columns })));

/** The form for a year's report: 国办公开办函〔2019〕60号 for 2019 and 2020, 〔2021〕30号 since 2021. */
export const formDue = (year: number): Template => (year >= 2021 ? "2021" : "2019");

/**
 * Full names of every figure of a report: `proactive` by its own form, `applications` by the form that table 3 itself
 * shows.
 */
export function figureNames(proactive: Template | null, applications: Template): FigureName[] {
  const rowsOfTable2 = proactive ? proactiveRows(proactive) : [];
  return [
    ...rowsOfTable2.flatMap((row) => row.columns.map((column) => `proactive.${row.key}.${column.key}`)),
    ...APPLICATION_ROWS[applications].flatMap((row) =>
      APPLICATION_COLUMNS.map((column) => `applications.${row.key}.${column.key}`),
    ),
    ...REVIEW_ROWS.flatMap((row) => REVIEW_COLUMNS.map((column) => `review.${row.key}.${column.key}`)),
  ];
}
