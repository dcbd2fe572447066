import { profileOf } from "../../profiles/profiles.ts";
import { SEVERITY_WORDS } from "../labels.ts";
import { lastReviewWords } from "../review-words.ts";
import type { Report } from "../schema.ts";
import { type Owner, slipsOf } from "../slips.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { type Column, listSetup, writeHead } from "./list-sheet.ts";
import { type Cell, workbookWriter } from "./workbook-writer.ts";

const OWNER_WORDS: Readonly<Record<Owner, string>> = { unit: "单位修改", desk: "本处核对" };

/** For people, and printed. */
const PRINTED: readonly Column[] = [
  { title: "序号", width: 6 },
  { title: "机关", width: 24 },
  { title: "年度", width: 7 },
  { title: "位置", width: 30 },
  { title: "程度", width: 7 },
  { title: "问题", width: 52 },
  { title: "修改建议", width: 30 },
  { title: "由谁处理", width: 10 },
  { title: "文件名称", width: 30 },
];
/** For programs. */
const BESIDE: readonly Column[] = [
  { title: "结论", width: 12 },
  { title: "行政区划代码", width: 12 },
  { title: "行政区划名称", width: 24 },
  { title: "代码", width: 20 },
  { title: "文种", width: 26 },
  { title: "文件校验码", width: 20 },
  { title: "人工确认", width: 30 },
];
const COLUMNS = [...PRINTED, ...BESIDE];

const text = (value: string | null): Cell => ({ value, style: "text" });
const middle = (value: string | number | null): Cell => ({ value, style: "middle" });

/**
 * The problems of reports, a row a slip, as the bytes of a workbook. What the desk must look up itself is told from what
 * a unit is to mend.
 * @param reports with their findings against the year before among the others
 * @param scope what reports these are, in words
 */
export async function* problemsWorkbook(
  reports: AsyncIterable<Report>,
  scope: string,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const workbook = workbookWriter(at);
  const sheet = workbook.sheet(
    listSetup("问题清单", COLUMNS, { landscape: true, frozenColumns: 2, printedColumns: PRINTED.length }),
  );
  writeHead(sheet, "问题清单", scope, COLUMNS, PRINTED.length);
  let number = 0;
  for await (const report of reports) {
    for (const row of rowsOf(report)) sheet.row([middle(++number), ...row]);
    yield* workbook.take();
  }
  sheet.end();
  yield* workbook.end();
}

function* rowsOf(report: Report): Generator<Cell[]> {
  const division = report.organization?.division ?? null;
  for (const { codes, owner, severity, place, message, proposal } of slipsOf(report))
    yield [
      text(report.organization?.name ?? null),
      middle(report.year),
      text(place),
      { value: SEVERITY_WORDS[severity], style: severity === "error" ? "wrong" : "middle" },
      text(message),
      text(proposal),
      middle(OWNER_WORDS[owner]),
      text(report.source.name),
      middle(STATUS_WORDS[report.status]),
      middle(division?.code ?? null),
      text(division?.name ?? null),
      { value: codes.join("、"), style: "code" },
      text(profileOf(report)?.name ?? null),
      { value: report.id, style: "code" },
      text(lastReviewWords(report)),
    ];
}
