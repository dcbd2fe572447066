import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { examine, memoryCheck, nodeCheck } from "../../lib/work/doctor.ts";
import { tabulariumIn } from "../make/command.ts";

const worker = new URL("../../dist/worker.js", import.meta.url);

describe("tabularium doctor", () => {
  test("reads a sample and a scanned line, and finds nothing in the way", async () => {
    const { code, stdout, stderr } = await tabulariumIn({}, "doctor");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trim().split("\n");
    expect(lines.slice(0, -1).every((line) => line.startsWith("✓ "))).toBe(true);
    expect(lines.map((line) => /Node.js|内存|临时文件夹|样例自检|扫描识别|一切正常/u.exec(line)?.[0])).toEqual([
      "Node.js",
      "内存",
      "临时文件夹",
      "样例自检",
      "扫描识别",
      "一切正常",
    ]);
  }, 60_000);

  test("says what to do where the models can't be loaded", async () => {
    const { code, stdout } = await tabulariumIn({ TABULARIUM_OCR_RECOGNITION: "/nowhere.onnx" }, "doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✓ 样例自检/mu);
    expect(stdout).toMatch(/^✗ 扫描识别没有通过.*\n {2}.*TABULARIUM_OCR_.*核对/mu);
    expect(stdout).toContain("有1处需要处理。");
  }, 60_000);

  test("says what to do where nothing can be written, and tries nothing that needs it", async () => {
    const { code, stdout } = await tabulariumIn({ TMPDIR: "/nowhere" }, "doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ 临时文件夹不能写：\/nowhere\n {2}.*TMPDIR/mu);
    expect(stdout).not.toContain("自检");
  });

  test("is not content with a sample that says anything else", async () => {
    const file = new URL("../../samples/会议通知.docx", import.meta.url);
    const checks = [];
    for await (const check of examine(worker, { file, status: "valid", newlyReceived: 10 })) checks.push(check);
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      {
        ok: false,
        what: "样例自检没有通过：结论是未认出文种，新收没有读出",
        advice: expect.stringContaining("重新安装"),
      },
    ]);
  }, 60_000);

  test("knows a machine that is too small, and a Node.js that is too old", async () => {
    expect(memoryCheck(2 ** 30)).toMatchObject({ ok: false, advice: expect.stringContaining("--jobs 1") });
    expect(memoryCheck(2 ** 32)).toMatchObject({ ok: true });
    const versions = ["18.20.4", "20.18.3", "20.19.0", "22.1.0"];
    expect(versions.map((version) => nodeCheck(version).ok)).toEqual([false, false, true, true]);
    const { engines } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
    expect(nodeCheck("18.0.0").advice).toContain(engines.node.slice(2));
  });
});
