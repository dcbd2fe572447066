import type { FlawKind } from "../../document/appearance.ts";
import type { Document, Format, PageKind } from "../../document/document.ts";
import { oneLine } from "../../document/text.ts";
import type { Differences } from "./agreement.ts";
import { hasLostCharacter, isSplit, isSpread } from "./cell-text.ts";
import type { Facts, FigureName, TableName } from "./facts.ts";
import { figureLabel, tableLabel } from "./figure-label.ts";
import { seenBeside } from "./flaws.ts";
import { formDue } from "./form.ts";
import { hasTablePicture } from "./pictures.ts";
import type { Finding } from "./rules/rule.ts";

/** What could not be read with certainty, and why. */
export interface Uncertainty {
  /** Full names of figures; `organization`, `year`, `template`. */
  readonly names: readonly string[];
  /** Sentences that tell the clerk what to look at. */
  readonly findings: readonly Finding[];
  /** Whether a finding says a thing is absent that may only be unread. */
  readonly silences: (finding: Finding) => boolean;
}

/** Findings that say a thing is not there: said only of what both readings missed. */
const SAYS_ABSENT: ReadonlySet<string> = new Set(["TABLE-MISSING", "ROW-MISSING"]);
const TABLES: readonly TableName[] = ["proactive", "applications", "review"];

/**
 * @param differences figures on which the two readings differ; null where there was no second reading
 * @param identityDoubts parts of the identity that could not be told
 * @param traced tables that only the second reading saw a trace of
 */
export function uncertaintyOf(
  facts: Facts,
  names: readonly FigureName[],
  differences: Differences | null,
  identityDoubts: readonly ("organization" | "year")[],
  traced: readonly TableName[],
): Uncertainty {
  const pictured = hidesTables(facts.document);
  const unread = pictured ? names.filter((name) => !facts.cells.has(name)) : [];
  const isDiffering = (name: FigureName) => differences === null || differences.has(name);
  const bothReadings = (name: FigureName) => {
    const other = differences?.get(name);
    const first = facts.cells.get(name);
    return other && first?.kind === "number" ? `${figureLabel(name)}读作${oneLine(first.text)}或${oneLine(other)}` : figureLabel(name);
  };
  const layered = new Set(names.filter((name) => standsOnTextLayer(facts, name)));
  const textOf = (name: FigureName) => facts.cells.get(name)?.text ?? "";
  const mayBreak = LINE_ENDS_ARE_THE_AUTHORS.has(facts.document.format);
  const flawed = new Set(names.filter((name) => facts.cells.get(name)?.flaws));
  const split = new Set(names.filter((name) => !flawed.has(name) && ((mayBreak && isSplit(textOf(name))) || isSpread(textOf(name)))));
  const damaged = new Set(names.filter((name) => !flawed.has(name) && hasLostCharacter(textOf(name))));
  const ofCell = new Set([...flawed, ...split, ...damaged]);
  const figures = names.filter((name) => isDiffering(name) || layered.has(name) || ofCell.has(name) || unread.includes(name));
  const template =
    facts.tables.template === null ||
    isBorrowedForm(facts) ||
    (figures.some((name) => name.startsWith("proactive.")) && TABLES.every((table) => facts.tables.count[table] === 0));
  const uncertain = [...figures, ...identityDoubts, ...(template ? ["template"] : [])];
  const findings: Finding[] = [];
  if (unread.length > 0) {
    const tables = TABLES.filter((table) => unread.some((name) => name.startsWith(`${table}.`)));
    findings.push(
      doubt(
        "PICTURE-UNREAD",
        `文件中有图片或扫描页，${tables.map(tableLabel).join("、")}的${unread.length}个数字可能在图片里，未能读取，请对照原件填写。`,
        unread,
      ),
    );
  }
  if (differences === null) findings.push(doubt("READ-ONCE", `只完成了一次读取，未能复核，${names.length}个数字均请对照原件核对。`, names));
  else {
    const other = figures.filter((name) => !unread.includes(name) && !layered.has(name) && !ofCell.has(name));
    if (split.size > 0)
      findings.push(
        doubt(
          "NUMBER-SPLIT",
          `有${split.size}个单元格里的数字分成几段（${examples([...split])}），不能确定是一个数字还是几个数字，请对照原件核对。`,
          [...split],
        ),
      );
    findings.push(...flawFindings(facts, [...flawed]));
    if (damaged.size > 0)
      findings.push(
        doubt("NUMBER-DAMAGED", `有${damaged.size}个单元格里的数字旁有丢失的字符（${examples([...damaged])}），请对照原件核对。`, [...damaged]),
      );
    if (layered.size > 0)
      findings.push(doubt("TEXT-LAYER", `有${layered.size}个数字取自扫描件自带的文字层，未与图像核对，请对照原件核对。`, [...layered]));
    if (other.length > 0)
      findings.push(doubt("READ-DIFFERENT", `有${other.length}个数字两次读取不一致（${examples(other, bothReadings)}），请对照原件核对。`, other));
  }
  if (identityDoubts.includes("organization"))
    findings.push(doubt("ORGANIZATION-UNKNOWN", "未能确定是哪个机关的年度报告，请在标题中写明机关全称。", []));
  if (identityDoubts.includes("year")) findings.push(doubt("YEAR-UNKNOWN", "未能确定是哪一年度的报告，请在标题中写明年度。", []));
  if (template) findings.push(doubt("TEMPLATE-UNKNOWN", "未能确定第二部分表格采用哪一年的格式，请对照原件核对。", []));
  return {
    names: uncertain,
    findings,
    silences: (finding) =>
      (finding.code.startsWith("CELL-") && finding.cells.every((name) => ofCell.has(name))) ||
      (pictured && finding.code === "TABLE-MISSING") ||
      (template && finding.code === "TEMPLATE-YEAR") ||
      (SAYS_ABSENT.has(finding.code) &&
        finding.cells.some((cell) => traced.some((table) => table === cell) || figures.some((name) => name.startsWith(`${cell}.`)))),
  };
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
function flawFindings({ cells }: Facts, flawed: readonly FigureName[]): Finding[] {
  return Object.entries(FLAW_CODES).flatMap(([kind, code]) => {
    const names = flawed.filter((name) => cells.get(name)?.flaws?.some((flaw) => flaw.kind === kind));
    if (names.length === 0) return [];
    const seen = (name: FigureName) => `${figureLabel(name)}：${seenBeside(cells.get(name)?.flaws?.filter((flaw) => flaw.kind === kind) ?? [])}`;
    const places = names.slice(0, MOST_TOLD).map(seen).join("；");
    return [doubt(code, `有${names.length}个数字不能确定（${places}${names.length > MOST_TOLD ? "等" : ""}），请对照原件核对。`, names)];
  });
}

/** Figures told one by one in a sentence; all are named beside it. */
const MOST_TOLD = 3;

const examples = (names: readonly FigureName[], words: (name: FigureName) => string = figureLabel): string =>
  `${names.slice(0, MOST_TOLD).map(words).join("、")}${names.length > MOST_TOLD ? "等" : ""}`;
const doubt = (code: string, message: string, cells: readonly FigureName[]): Finding => ({ code, severity: "warning", message, cells });

/** Whether only table 3 tells the form, and not the form that is due: reports with tables of both forms are not rare. */
const isBorrowedForm = ({ tables, identity }: Facts): boolean =>
  tables.count.proactive === 0 && identity.year !== null && tables.template !== formDue(identity.year);

/** Formats that break no line by themselves: a line end inside a cell was typed. */
const LINE_ENDS_ARE_THE_AUTHORS: ReadonlySet<Format> = new Set<Format>(["docx", "doc", "html", "text"]);

/** Whether a table may stand in a picture or on a page that was not read. */
const hidesTables = (document: Document): boolean =>
  document.pages.some((page) => page.kind !== "text" && page.kind !== "blank" && page.recognised !== true) || hasTablePicture(document);

/** Pages whose text is only somebody's opinion of what their picture shows: both readings take it from the same layer. */
const LAYERED: ReadonlySet<PageKind> = new Set<PageKind>(["searchable-scan", "garbled"]);

function standsOnTextLayer(facts: Facts, name: FigureName): boolean {
  const where = facts.cells.get(name)?.where;
  if (!where || !("page" in where)) return false;
  return facts.document.pages.some((page) => page.number === where.page && LAYERED.has(page.kind) && page.recognised === undefined);
}
