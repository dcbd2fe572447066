import type { FlawKind } from "../../document/appearance.ts";
import type { Document, PageKind } from "../../document/document.ts";
import { FORMATS } from "../../document/formats.ts";
import { oneLine } from "../../document/text.ts";
import { hasLostCharacter, isSplit, isSpread } from "./cell-text.ts";
import type { BoundCell, FigureName } from "./facts.ts";
import type { Differences } from "./figures.ts";
import { seenBeside } from "./flaws.ts";
import { hasTablePicture } from "./pictures.ts";
import type { Finding } from "./rule.ts";
import { blanksBesideStrayNumbers } from "./stray-numbers.ts";

/** Why figures could not be read with certainty, whatever family they are of. */

/** What was read, and how things are called. */
export interface Doubted {
  readonly document: Document;
  readonly cells: ReadonlyMap<FigureName, BoundCell>;
  readonly label: (name: FigureName) => string;
  /** What the tables of these figures are called. */
  readonly tables: (names: readonly FigureName[]) => string;
  /** In how many sums of the form a figure holds with a reading of it; absent in families that don't tell. */
  readonly provenBy?: (name: FigureName, text: string) => number;
}

/** A reason for which figures are in doubt, the figures, and what the clerk is told. */
export interface Reason {
  readonly figures: readonly FigureName[];
  readonly findings: (figures: readonly FigureName[]) => readonly Finding[];
}

/** Figures in doubt with sentences for them: every figure is told by the first reason that holds for it. */
export function toldBy(reasons: readonly Reason[]): {
  readonly doubtful: ReadonlySet<FigureName>;
  readonly findings: Finding[];
} {
  const doubtful = new Set<FigureName>();
  const findings = reasons.flatMap((reason) => {
    const own = reason.figures.filter((name) => !doubtful.has(name));
    for (const name of own) doubtful.add(name);
    return own.length === 0 ? [] : reason.findings(own);
  });
  return { doubtful, findings };
}

/** Figures that may stand in a picture or on a page that was not read. */
export function unreadReason(read: Doubted, names: readonly FigureName[]): Reason {
  const pictured = hidesTables(read.document);
  return {
    figures: names.filter((name) => pictured && (!read.cells.has(name) || isBlankOnUnreadPage(read, name))),
    findings: (own) => [
      doubt(
        "PICTURE-UNREAD",
        `文件中有图片或扫描页，${read.tables(own)}的${own.length}个数字可能在图片里，未能读取，请对照原件填写。`,
        own,
      ),
    ],
  };
}

/** All figures, where there was no second reading. */
export const readOnceReason = (names: readonly FigureName[]): Reason => ({
  figures: names,
  findings: (own) => [doubt("READ-ONCE", `只完成了一次读取，未能复核，${own.length}个数字均请对照原件核对。`, own)],
});

/** What speaks against cells, one after the other. */
export function cellReasons(read: Doubted, names: readonly FigureName[], differences: Differences): Reason[] {
  const { cells, document } = read;
  const textOf = (name: FigureName) => cells.get(name)?.text ?? "";
  const mayBreak = FORMATS[document.format].lineEnds === "author";
  const besideStray = blanksBesideStrayNumbers(document, cells);
  const where = (test: (name: FigureName) => boolean) => names.filter(test);
  return [
    { figures: where((name) => cells.get(name)?.flaws !== undefined), findings: (own) => flawFindings(read, own) },
    {
      figures: where((name) => (mayBreak && isSplit(textOf(name))) || isSpread(textOf(name))),
      findings: (own) => [
        doubt(
          "NUMBER-SPLIT",
          `有${own.length}个单元格里的数字分成几段（${examples(own, read.label)}），不能确定是一个数字还是几个数字，请对照原件核对。`,
          own,
        ),
      ],
    },
    {
      figures: where((name) => hasLostCharacter(textOf(name))),
      findings: (own) => [
        doubt(
          "NUMBER-DAMAGED",
          `有${own.length}个单元格里的数字旁有丢失的字符（${examples(own, read.label)}），请对照原件核对。`,
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
          `有${own.length}个单元格看似空白，同一行却有一个数字和别的字连在一起（${examples(own, read.label)}），请对照原件核对。`,
          own,
        ),
      ],
    },
    {
      figures: where((name) => cells.get(name)?.kind === "text" && cells.get(name)?.recognised === true),
      findings: (own) => {
        const words = (name: FigureName) => `${read.label(name)}读作“${oneLine(textOf(name))}”`;
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

/** A figure's label, with what both readings have where both have a number. */
function bothReadings(
  { cells, label, provenBy = () => 0 }: Doubted,
  differences: Differences,
  name: FigureName,
): string {
  const other = differences.get(name);
  const first = cells.get(name);
  if (!other || first?.kind !== "number") return label(name);
  const withProofs = (text: string) => {
    const proofs = provenBy(name, text);
    return `${oneLine(text)}${proofs > 0 ? `（${proofs}个等式成立）` : ""}`;
  };
  return `${label(name)}读作${withProofs(first.text)}或${withProofs(other)}`;
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
function flawFindings({ cells, label }: Doubted, flawed: readonly FigureName[]): Finding[] {
  return Object.entries(FLAW_CODES).flatMap(([kind, code]) => {
    const names = flawed.filter((name) => cells.get(name)?.flaws?.some((flaw) => flaw.kind === kind));
    if (names.length === 0) return [];
    const seen = (name: FigureName) =>
      `${label(name)}：${seenBeside(cells.get(name)?.flaws?.filter((flaw) => flaw.kind === kind) ?? [])}`;
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

export const examples = (names: readonly FigureName[], words: (name: FigureName) => string): string =>
  `${names.slice(0, MOST_TOLD).map(words).join("、")}${names.length > MOST_TOLD ? "等" : ""}`;
export const doubt = (code: string, message: string, cells: readonly FigureName[]): Finding => ({
  code,
  severity: "warning",
  message,
  cells,
});

/** Whether a table may stand in a picture or on a page that was not read. */
export const hidesTables = (document: Document): boolean =>
  document.pages.some((page) => page.kind !== "text" && page.kind !== "blank" && page.recognised !== true) ||
  hasTablePicture(document);

/** A blank on a page of which a part was not read: the number may stand in that part. */
function isBlankOnUnreadPage({ cells, document }: Doubted, name: FigureName): boolean {
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

function standsOnTextLayer({ cells, document }: Doubted, name: FigureName): boolean {
  const place = cells.get(name)?.place;
  if (!place || !("page" in place)) return false;
  return document.pages.some(
    (page) => page.number === place.page && LAYERED.has(page.kind) && page.recognised === undefined,
  );
}
