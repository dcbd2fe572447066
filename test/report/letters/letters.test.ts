import { describe, expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { readDocx } from "../../../lib/formats/docx/read.ts";
import { UNRECOGNIZED } from "../../../lib/profiles/judgement.ts";
import { assembleFailure, assembleReport } from "../../../lib/report/assemble.ts";
import { type LetterUnit, letterTo, problemsOfUnit } from "../../../lib/report/letters/letter.ts";
import { lettersZip } from "../../../lib/report/letters/letters-zip.ts";
import { DEFAULT_TEMPLATE, parseTemplate, templateText } from "../../../lib/report/letters/template.ts";
import type { Report } from "../../../lib/report/schema.ts";
import { FINDINGS, makeInvalid, makeJudgement, makeSource } from "../../make/judgement.ts";
import { bytesOf } from "../../make/streams.ts";

const origin = { engineVersion: "1.0.0", source: makeSource({ name: "甲县/青山镇年报.docx" }) };
const reportOf = (findings: Report["findings"]): Report =>
  assembleReport(makeJudgement({ status: "invalid", findings }), origin);
const unit = (report: Report, more: Partial<LetterUnit> = {}): LetterUnit => ({
  name: "青山镇人民政府",
  report,
  year: 2024,
  family: "政府信息公开工作年度报告",
  due: "2025-01-31",
  ...more,
});
const template = parseTemplate(DEFAULT_TEMPLATE);

/** The text of a .docx, a line a paragraph or a row of a table. */
function textOf(docx: Uint8Array): string {
  return readDocx(docx)
    .document.blocks.map((block) =>
      block.kind === "table"
        ? block.cells.map(({ text }) => text).join("|")
        : block.kind === "paragraph"
          ? block.text
          : "",
    )
    .join("\n");
}

async function zipOf(units: readonly LetterUnit[], today = "2025-01-20"): Promise<Record<string, Uint8Array>> {
  return unzipSync(await bytesOf(lettersZip(units, template, today)));
}

describe("what goes back to a unit", () => {
  test("is what its author can put right: not what the desk must look up, and no notes", () => {
    const [wrong] = FINDINGS.filter(({ code }) => code === "CELL-BLANK") as Report["findings"];
    const report = reportOf([
      { code: "READ-UNSETTLED", severity: "warning", message: "未能读得确切。", cells: [] },
      { code: "NUMBER-STRUCK", severity: "warning", message: "数字旁有删除线。", cells: [] },
      { code: "ORGANIZATION-UNKNOWN", severity: "warning", message: "未能断定机关。", cells: [] },
      { code: "CONTACT-MISSING", severity: "info", message: "没有联系方式。", cells: [] },
      { code: "PERIOD-MISSING", severity: "warning", message: "没有写明统计期限。", cells: [], section: 0 },
      wrong as Report["findings"][number],
    ]);
    expect(problemsOfUnit(report).map(({ message, demand }) => [message, demand])).toEqual([
      [wrong?.message, "须修改"],
      ["没有写明统计期限。", "请核实"],
    ]);
  });

  test("is told once where one number breaks a row and a column", () => {
    const proposal = { cell: "applications.resultTotal.total", value: 5 };
    const cells = ["applications.granted.total", "applications.resultTotal.total"];
    const problems = problemsOfUnit(
      reportOf([
        { code: "APP-ROW", severity: "error", message: "行相差2。", cells, proposal },
        { code: "CELL-BLANK", severity: "error", message: "空白。", cells: ["proactive.fees.amount"] },
        { code: "APP-SUM", severity: "error", message: "列相差2。", cells, proposal },
      ]),
    );
    expect(problems).toEqual([
      {
        place: "第三部分表格“（七）总计”行“总计”列（第3页）",
        message: "行相差2。列相差2。",
        proposal: "如其余数字无误，第三部分表格“（七）总计”行“总计”列应为5（现为5）。",
        demand: "须修改",
      },
      expect.objectContaining({ message: "空白。" }),
    ]);
  });

  test("is that a file can't be read or is another, unless the machine only had no time for it", () => {
    const failed = (code: "ENCRYPTED" | "TIMEOUT") =>
      problemsOfUnit(assembleFailure({ code, message: "文件设有打开密码。" }, origin));
    expect(failed("ENCRYPTED")).toEqual([
      {
        place: "全文",
        message: "文件设有打开密码。",
        proposal: "请报送能正常打开的Word、PDF、OFD文件或清晰的扫描件。",
        demand: "须重报",
      },
    ]);
    expect(failed("TIMEOUT")).toEqual([]);
    expect(problemsOfUnit(assembleReport(UNRECOGNIZED, origin))[0]?.message).toContain("不是政府信息公开工作年度报告");
  });
});

describe("the letters of all units", () => {
  const invalid = assembleReport(makeInvalid(), origin);

  test("are a Word file each, named by its unit, and one with all of them", async () => {
    const files = await zipOf([
      unit(invalid),
      unit(reportOf([])),
      unit(invalid, { name: "青山镇人民政府" }),
      unit(invalid, { name: "../a:b\u0000<|>. " }),
    ]);
    expect(Object.keys(files)).toEqual([
      "001 青山镇人民政府 退回修改通知.docx",
      "002 青山镇人民政府 退回修改通知.docx",
      "003 .._a_b\ufffd___ 退回修改通知.docx",
      "全部通知（打印用）.docx",
    ]);
    const text = textOf(files["001 青山镇人民政府 退回修改通知.docx"] as Uint8Array);
    expect(text).toContain("退回修改通知\n青山镇人民政府：\n你单位报送的2024年政府信息公开工作年度报告");
    expect(text).toContain("（文件名：青山镇年报.docx）");
    expect(text).toContain("于2025年1月31日前重新报送");
    expect(text).toContain("序号|位置|问题|修改建议|要求|1|");
    expect(text).toContain("应为5（现为7）。|须修改");
    expect(text).toContain("（盖章）\n2025年1月20日\n");
    const all = textOf(files["全部通知（打印用）.docx"] as Uint8Array);
    expect(all.match(/退回修改通知/gu)).toHaveLength(3);
  });

  test("ask for no date that has passed, nor for one that was never set", () => {
    const wordsOf = (due: string | null) =>
      letterTo(unit(invalid, { due }), template, "2025-02-01")
        ?.lines.map(({ text }) => text)
        .join("");
    for (const due of ["2025-01-31", null]) {
      expect(wordsOf(due)).toContain("尽快重新报送");
      expect(wordsOf(due)).not.toContain("1月31日");
    }
    expect(wordsOf("2025-02-01")).toContain("于2025年2月1日前重新报送");
  });

  test("are none where no unit has anything to put right, and the archive says so", async () => {
    expect(Object.keys(await zipOf([unit(reportOf([]))]))).toEqual(["没有需要退回的单位.txt"]);
  });

  test("open although a name or a finding holds what no XML may", async () => {
    const evil = "\u0000\u0001\ufffe\ud800<b>&amp;]]>";
    const report = reportOf([{ code: "CELL-BLANK", severity: "error", message: evil, cells: [] }]);
    const files = await zipOf([unit(report, { name: evil })]);
    expect(textOf(files["全部通知（打印用）.docx"] as Uint8Array)).toContain("<b>&amp;]]>");
  });
});

describe("the office's own words", () => {
  const own = "# 关于修改年度报告的函\r\n{单位}：\r\n{问题}\r\n> 云泽县人民政府办公室\r\n> {日期}\r\n";

  test("stand in the letter, whatever encoding they were saved in", async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode("# 函\n{单位}：\n{问题}\n> "),
      ...new TextEncoder().encode("办公室"),
    ]);
    expect(parseTemplate(templateText(bytes)).at(-1)).toEqual({ kind: "signature", text: "办公室" });
    // 办公室 in GBK.
    const gbk = new Uint8Array([0x3e, 0xb0, 0xec, 0xb9, 0xab, 0xca, 0xd2]);
    expect(templateText(gbk)).toBe(">办公室");
    expect(parseTemplate(own).map(({ kind }) => kind)).toEqual([
      "title",
      "salutation",
      "problems",
      "signature",
      "signature",
    ]);
  });

  test.each([
    ["without a place for the problems", "# 函\n{单位}：", "{问题}"],
    ["with the problems twice", "{问题}\n{问题}", "{问题}"],
    ["with a blank that nobody fills in", "{问题}\n{科室}", "{科室}"],
    ["with a blank named like what every object has", "{问题}\n{constructor}", "{constructor}"],
  ])("are refused %s, by name", (_, text, named) => {
    expect(() => parseTemplate(text)).toThrow(named);
  });
});
