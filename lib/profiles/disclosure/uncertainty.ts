import type { FlawKind } from "../../document/appearance.ts";
import type { Document, PageKind } from "../../document/document.ts";
import { FORMATS } from "../../document/formats.ts";
import { oneLine } from "../../document/text.ts";
import { hasLostCharacter, isSplit, isSpread } from "../common/cell-text.ts";
import type { FigureName } from "../common/facts.ts";
import { seenBeside } from "../common/flaws.ts";
import { hasTablePicture } from "../common/pictures.ts";
import type { Finding } from "../common/rule.ts";
import { blanksBesideStrayNumbers } from "../common/stray-numbers.ts";
import type { Differences } from "./agreement.ts";
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

/** A reason for which figures are in doubt, the figures, and what the clerk is told. */
interface Reason {
  readonly figures: readonly FigureName[];
  readonly findings: (figures: readonly FigureName[]) => readonly Finding[];
}

/** Every figure in doubt is told by the first reason that holds for it. */
export function uncertaintyOf(read: ReportRead, names: readonly FigureName[], doubts: ReadingDoubts): Uncertainty {
  const reasons = doubts.runTogether ? [runTogether(names)] : reasonsOf(read, names, doubts);
  const doubtful = new Set<FigureName>();
  const findings = reasons.flatMap((reason) => {
    const own = reason.figures.filter((name) => !doubtful.has(name));
    for (const name of own) doubtful.add(name);
    return own.length === 0 ? [] : reason.findings(own);
  });
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

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of reasons, the first of which holds
function reasonsOf(
  read: ReportRead,
  names: readonly FigureName[],
  { differences, undecided }: ReadingDoubts,
): Reason[] {
  const { cells, document } = read;
  const textOf = (name: FigureName) => cells.get(name)?.text ?? "";
  const mayBreak = FORMATS[document.format].lineEnds === "author";
  const pictured = hidesTables(document);
  const besideStray = blanksBesideStrayNumbers(document, cells);
  const where = (test: (name: FigureName) => boolean) => names.filter(test);
  const unread: Reason = {
    figures: where((name) => pictured && (!cells.has(name) || isBlankOnUnreadPage(read, name))),
    findings: (own) => [
      doubt(
        "PICTURE-UNREAD",
        `文件中有图片或扫描页，${tablesAmong(own).map(tableLabel).join("、")}的${own.length}个数字可能在图片里，未能读取，请对照原件填写。`,
        own,
      ),
    ],
  };
  if (differences === null) {
    const once = (own: readonly FigureName[]) => [
      doubt("READ-ONCE", `只完成了一次读取，未能复核，${own.length}个数字均请对照原件核对。`, own),
    ];
    return [unread, { figures: names, findings: once }];
  }
  return [
    unread,
    {
      figures: where((name) => undecided.some((table) => name.startsWith(`${table}.`))),
      findings: (own) => [
        doubt(
          "TABLE-UNDECIDED",
          `${tablesAmong(own).map(tableLabel).join("、")}的统计表出现多次且数字不同，不能确定哪一张是本年度的，${own.length}个数字请对照原件核对。`,
          own,
        ),
      ],
    },
    { figures: where((name) => cells.get(name)?.flaws !== undefined), findings: (own) => flawFindings(read, own) },
    {
      figures: where((name) => (mayBreak && isSplit(textOf(name))) || isSpread(textOf(name))),
      findings: (own) => [
        doubt(
          "NUMBER-SPLIT",
          `有${own.length}个单元格里的数字分成几段（${examples(own)}），不能确定是一个数字还是几个数字，请对照原件核对。`,
          own,
        ),
      ],
    },
    {
      figures: where((name) => hasLostCharacter(textOf(name))),
      findings: (own) => [
        doubt(
          "NUMBER-DAMAGED",
          `有${own.length}个单元格里的数字旁有丢失的字符（${examples(own)}），请对照原件核对。`,
          own,
        ),
      ],
    },
    {
      figures: where((name) => standsOnTextLayer(read, name)),
      findings: (own) => [
        doubt("TEXT-LAYER", `有${own.length}个数字取自扫描件自带的文字层，未与图像核对，请对照原件核对。`, own),
      ],
    },
    {
      figures: where((name) => differences.has(name)),
      findings: (own) => {
        const readings = (name: FigureName) => bothReadings(read, differences, name);
        return [
          doubt(
            "READ-DIFFERENT",
            `有${own.length}个数字两次读取不一致（${examples(own, readings)}），请对照原件核对。`,
            own,
          ),
        ];
      },
    },
    {
      figures: where((name) => besideStray.has(name)),
      findings: (own) => [
        doubt(
          "WORDS-RECOGNISED",
          `有${own.length}个单元格看似空白，同一行却有一个数字和别的字连在一起（${examples(own)}），请对照原件核对。`,
          own,
        ),
      ],
    },
    {
      figures: where((name) => cells.get(name)?.kind === "text" && cells.get(name)?.recognised === true),
      findings: (own) => {
        const words = (name: FigureName) => `${figureLabel(name)}读作“${oneLine(textOf(name))}”`;
        return [
          doubt(
            "WORDS-RECOGNISED",
            `有${own.length}个单元格在图像上识别为文字或符号（${examples(own, words)}），也可能是数字，请对照原件核对。`,
            own,
          ),
        ];
      },
    },
  ];
}

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

/** A figure's label, with what both readings have where both have a number. */
function bothReadings({ cells }: ReportRead, differences: Differences, name: FigureName): string {
  const other = differences.get(name);
  const first = cells.get(name);
  return other && first?.kind === "number"
    ? `${figureLabel(name)}读作${oneLine(first.text)}或${oneLine(other)}`
    : figureLabel(name);
}

const FLAW_CODES: Readonly<Record<FlawKind, string>> = {
  struck: "NUMBER-STRUCK",
  raised: "NUMBER-RAISED",
  hidden: "NUMBER-HIDDEN",
  covered: "NUMBER-COVERED",
  reordered: "NUMBER-REORDERED",
  stale: "NUMBER-STALE",
  glyphs: "GLYPHS-DIFFER",
};

/** A sentence a kind of flaw, with what was seen beside the figures. */
function flawFindings({ cells }: ReportRead, flawed: readonly FigureName[]): Finding[] {
  return Object.entries(FLAW_CODES).flatMap(([kind, code]) => {
    const names = flawed.filter((name) => cells.get(name)?.flaws?.some((flaw) => flaw.kind === kind));
    if (names.length === 0) return [];
    const seen = (name: FigureName) =>
      `${figureLabel(name)}：${seenBeside(cells.get(name)?.flaws?.filter((flaw) => flaw.kind === kind) ?? [])}`;
    const places = names.slice(0, MOST_TOLD).map(seen).join("；");
    return [
      doubt(
        code,
        `有${names.length}个数字不能确定（${places}${names.length > MOST_TOLD ? "等" : ""}），请对照原件核对。`,
        names,
      ),
    ];
  });
}

/** Figures told one by one in a sentence; all are named beside it. */
const MOST_TOLD = 3;

const examples = (names: readonly FigureName[], words: (name: FigureName) => string = figureLabel): string =>
  `${names.slice(0, MOST_TOLD).map(words).join("、")}${names.length > MOST_TOLD ? "等" : ""}`;
const doubt = (code: string, message: string, cells: readonly FigureName[]): Finding => ({
  code,
  severity: "warning",
  message,
  cells,
});

/**
 * Whether only table 3 tells the form, and not the form that is due: reports with tables of both forms are not rare.
 */
const isBorrowedForm = ({ tables, identity }: ReportRead): boolean =>
  tables.count.proactive === 0 && identity.year !== null && tables.template !== formDue(identity.year);

/** Whether a table may stand in a picture or on a page that was not read. */
export const hidesTables = (document: Document): boolean =>
  document.pages.some((page) => page.kind !== "text" && page.kind !== "blank" && page.recognised !== true) ||
  hasTablePicture(document);

/** A blank on a page of which a part was not read: the number may stand in that part. */
function isBlankOnUnreadPage({ cells, document }: ReportRead, name: FigureName): boolean {
  const cell = cells.get(name);
  if (cell?.kind !== "blank" || !("page" in cell.place)) return false;
  const { page } = cell.place;
  return document.pages.some(
    ({ number, kind, recognised }) => number === page && kind === "mixed" && recognised !== true,
  );
}

/**
 * Pages whose text is only somebody's opinion of what their picture shows: both readings take it from the same layer.
 */
const LAYERED: ReadonlySet<PageKind> = new Set<PageKind>(["searchable-scan", "garbled"]);

function standsOnTextLayer({ cells, document }: ReportRead, name: FigureName): boolean {
  const place = cells.get(name)?.place;
  if (!place || !("page" in place)) return false;
  return document.pages.some(
    (page) => page.number === place.page && LAYERED.has(page.kind) && page.recognised === undefined,
  );
}
