import {
  cellReasons,
  type Doubted,
  doubt,
  type Reason,
  readOnceReason,
  toldBy,
  unreadReason,
} from "../common/doubts.ts";
import type { FigureName } from "../common/facts.ts";
import type { Differences } from "../common/figures.ts";
import type { Finding } from "../common/rule.ts";
import { type ReportRead, TABLES, type TableName } from "./facts.ts";
import { figureLabel, tableLabel } from "./figure-label.ts";
import { formDue } from "./form.ts";

/** What could not be read with certainty, and why: known before any rule judges. */
interface Uncertainty {
  /** Full names of figures; `organization`, `year`, `template`. */
  readonly names: readonly string[];
  /** Sentences that tell the clerk what to look at. */
  readonly findings: readonly Finding[];
}

/** What is known of a reading beside what it read. */
export interface ReadingDoubts {
  /** Figures on which the two readings differ; null where there was no second reading. */
  readonly differences: Differences | null;
  /** Parts of the identity that could not be told. */
  readonly identity: readonly ("organization" | "year")[];
  /** Tables that stand several times with different figures, where nothing tells which one is this year's. */
  readonly undecided: readonly TableName[];
  /** Whether no table tells the form. */
  readonly templateUntold: boolean;
  /** Whether the text lost its lines: then its tables can't be told from it. */
  readonly runTogether: boolean;
}

/**
 * Every figure in doubt is told by the first reason that holds for it.
 * @param inPictures whether some of the text was recognised in pictures
 */
export function uncertaintyOf(
  read: ReportRead,
  names: readonly FigureName[],
  doubts: ReadingDoubts,
  inPictures: boolean,
): Uncertainty {
  const unfound = inPictures ? TABLES.filter((table) => read.tables.count[table] === 0) : [];
  const reasons = doubts.runTogether
    ? [runTogether(names)]
    : [unfoundReason(names, unfound), ...reasonsOf(read, names, doubts)];
  const { doubtful, findings } = toldBy(reasons);
  const figures = names.filter((name) => doubtful.has(name));
  const template =
    doubts.templateUntold ||
    isBorrowedForm(read) ||
    (figures.some((name) => name.startsWith("proactive.")) && TABLES.every((table) => read.tables.count[table] === 0));
  if (doubts.identity.includes("organization"))
    findings.push(doubt("ORGANIZATION-UNKNOWN", "未能确定是哪个机关的年度报告，请在标题中写明机关全称。", []));
  if (doubts.identity.includes("year"))
    findings.push(doubt("YEAR-UNKNOWN", "未能确定是哪一年度的报告，请在标题中写明年度。", []));
  if (template) findings.push(doubt("TEMPLATE-UNKNOWN", "未能确定第二部分表格采用哪一年的格式，请对照原件核对。", []));
  return { names: [...figures, ...doubts.identity, ...(template ? ["template"] : [])], findings };
}

function reasonsOf(
  read: ReportRead,
  names: readonly FigureName[],
  { differences, undecided }: ReadingDoubts,
): Reason[] {
  const doubted: Doubted = {
    ...read,
    label: figureLabel,
    tables: (own) => tablesAmong(own).map(tableLabel).join("、"),
  };
  const unread = unreadReason(doubted, names);
  if (differences === null) return [unread, readOnceReason(names)];
  return [
    unread,
    {
      figures: names.filter((name) => undecided.some((table) => name.startsWith(`${table}.`))),
      findings: (own) => [
        doubt(
          "TABLE-UNDECIDED",
          `${tablesAmong(own).map(tableLabel).join("、")}的统计表出现多次且数字不同，不能确定哪一张是本年度的，${own.length}个数字请对照原件核对。`,
          own,
        ),
      ],
    },
    ...cellReasons(doubted, names, differences),
  ];
}

/** A table that was not recognised is hardly ever one that is not there. */
const unfoundReason = (names: readonly FigureName[], tables: readonly TableName[]): Reason => ({
  figures: names.filter((name) => tables.some((table) => name.startsWith(`${table}.`))),
  findings: (own) => [
    doubt(
      "TABLE-UNREAD",
      `扫描件或图片里没有认出${tablesAmong(own).map(tableLabel).join("、")}的统计表，${own.length}个数字请对照原件录入，或确认原件上没有。`,
      own,
    ),
  ],
});

const runTogether = (names: readonly FigureName[]): Reason => ({
  figures: names,
  findings: (own) => [
    doubt(
      "TEXT-RUN-TOGETHER",
      `全文连成一段，统计表的行列未能分开，${own.length}个数字均请对照原件填写；请改交保留表格的文件。`,
      own,
    ),
  ],
});

const tablesAmong = (names: readonly FigureName[]): TableName[] =>
  TABLES.filter((table) => names.some((name) => name.startsWith(`${table}.`)));

/**
 * Whether only table 3 tells the form, and not the form that is due: reports with tables of both forms are not rare.
 */
const isBorrowedForm = ({ tables, identity }: ReportRead): boolean =>
  tables.count.proactive === 0 && identity.year !== null && tables.template !== formDue(identity.year);
