import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, stat, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { ReaderError } from "../../lib/formats/errors.ts";
import type { Report } from "../../lib/report/schema.ts";
import { readReport, writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { failure } from "../../lib/work/failure.ts";
import { tabularium } from "../make/command.ts";
import { openBelow, openToAll } from "../make/modes.ts";
import { temporaryFolder } from "../make/serve.ts";

const samples = fileURLToPath(new URL("../../samples", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const made = async (path: string): Promise<string> => writeFile(path, "").then(() => path);
const reportOf = async (out: string, name: string): Promise<Report> =>
  (await readReport(directoryStore(out), name)) as Report;

const reportsIn = async (out: string): Promise<string[]> =>
  (await readdir(out, { recursive: true })).filter((path) => path.endsWith("report.json"));

describe("tabularium process", () => {
  test("reads the samples and writes results, lists and an index", async () => {
    const out = join(folder, "out");
    const { code, stdout, stderr } = await tabularium("process", samples, "--out", out);
    expect(code).toBe(0);
    expect(stdout).toContain("有误须退回");
    expect(stderr).toMatch(/\[\d+\/\d+\] 合格 /u);
    expect(await reportOf(out, "云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx")).toMatchObject({
      status: "valid",
      year: 2024,
      organization: { name: "云泽县青溪镇人民政府" },
    });
    const bureau = await reportOf(out, "云泽县教育局2024年政府信息公开工作年度报告.docx");
    expect(bureau.status).toBe("invalid");
    expect(bureau.findings.map((finding) => finding.code).sort()).toEqual([
      "APP-ROW",
      "APP-SUM",
      "CELL-BLANK",
      "CLAIM-RECEIVED",
    ]);
    expect(
      await reportOf(out, "乡镇往年报告.zip/云泽县桑园镇人民政府2023年政府信息公开工作年度报告.docx"),
    ).toMatchObject({
      status: "invalid",
      template: "2019",
    });
    expect((await reportOf(out, "会议通知.docx")).status).toBe("unrecognized");
    const problems = await readFile(join(out, "problems.csv"), "utf8");
    expect(problems.startsWith("\ufeff")).toBe(true);
    expect(problems).toContain("云泽县教育局");
    expect((await readFile(join(out, "summary.csv"), "utf8")).trim().split("\r\n")).toHaveLength(
      1 + (await reportsIn(out)).length,
    );
    expect(await readFile(join(out, "index.html"), "utf8")).toContain("云泽县水务局");
    const schema = JSON.parse(await readFile(new URL("../../docs/report.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    for (const name of await reportsIn(out)) {
      const report = JSON.parse(await readFile(join(out, name), "utf8"));
      expect({ name, fits: validate(report), errors: validate.errors }).toEqual({ name, fits: true, errors: null });
    }
  }, 60_000);

  test("answers bad files with a record each and exit code 1, and goes on", async () => {
    const input = join(folder, "in");
    await mkdir(input);
    await cp(join(samples, "云泽县白石街道办事处2024年政府信息公开工作年度报告.txt"), join(input, "好.txt"));
    const docx = await readFile(join(samples, "会议通知.docx"));
    await writeFile(join(input, "空.docx"), "");
    await writeFile(join(input, "截断.docx"), docx.subarray(0, docx.length / 2));
    await writeFile(
      join(input, "乱码.doc"),
      Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256)),
    );
    await writeFile(join(input, "表.rtf"), "{\\rtf1 x}");
    const out = join(folder, "out");
    expect((await tabularium("process", input, "--out", out)).code).toBe(1);
    const codes = Object.fromEntries(
      await Promise.all(
        (await readdir(input)).map(async (name) => {
          const report = await reportOf(out, name);
          return [name, report.status === "failed" ? report.error.code : report.status];
        }),
      ),
    );
    expect(codes).toEqual({
      "好.txt": "valid",
      "空.docx": "EMPTY",
      "截断.docx": "CORRUPT",
      "乱码.doc": expect.stringMatching(/CORRUPT|UNSUPPORTED/u),
      "表.rtf": "UNSUPPORTED",
    });
  }, 60_000);

  test("passes over pipes, sockets, devices and links that lead nowhere, and says so", async () => {
    const input = join(folder, "in");
    await mkdir(input);
    await cp(join(samples, "会议通知.docx"), join(input, "a.docx"));
    execFileSync("mkfifo", [join(input, "管道.docx"), join(folder, "pipe.docx")]);
    await symlink("/dev/zero", join(input, "设备.docx"));
    await symlink("nowhere", join(input, "空链接.docx"));
    const server = createServer().listen(join(input, "套接字.docx"));
    const { code, stdout, stderr } = await tabularium(
      "process",
      input,
      join(folder, "pipe.docx"),
      "/dev/zero",
      "--out",
      join(folder, "out"),
    );
    server.close();
    expect([code, (await reportsIn(folder)).length]).toEqual([0, 1]);
    expect(stdout).toContain("共1份文件，跳过管道、设备等不是普通文件的6个。");
    for (const name of ["管道.docx", "设备.docx", "空链接.docx", "套接字.docx", "pipe.docx", "/dev/zero"])
      expect(stderr).toMatch(new RegExp(`^跳过（不是普通文件）：.*${name}$`, "mu"));
  }, 60_000);

  test("refuses a file of any size at once", async () => {
    await truncate(await made(join(folder, "大.pdf")), 200 * 2 ** 30);
    const out = join(folder, "out");
    expect((await tabularium("process", join(folder, "大.pdf"), "--out", out)).code).toBe(1);
    expect(await reportOf(out, "大.pdf")).toMatchObject({
      error: { code: "TOO_LARGE" },
      source: { bytes: 200 * 2 ** 30 },
    });
  }, 30_000);

  test("reads again what failed for want of time, memory or models, though nothing has changed", async () => {
    const codes = ["TIMEOUT", "OUT_OF_MEMORY", "NO_RECOGNITION", "CORRUPT"] as const;
    const [input, out] = [join(folder, "in"), join(folder, "out")];
    await mkdir(input);
    for (const code of codes) await cp(join(samples, "会议通知.docx"), join(input, `${code}.docx`));
    await tabularium("process", input, "--out", out);
    for (const code of codes) {
      const { id, source } = await reportOf(out, `${code}.docx`);
      const report = failure({ ...source, sha256: id }, new ReaderError(code, "未能读完。"));
      await writeResult(directoryStore(out), `${code}.docx`, { report, document: null });
    }
    expect((await tabularium("process", input, "--out", out)).stdout).toContain("其中1份沿用已有结果");
    const statuses = codes.map(async (code) => (await reportOf(out, `${code}.docx`)).status);
    expect(await Promise.all(statuses)).toEqual(["unrecognized", "unrecognized", "unrecognized", "failed"]);
  }, 60_000);

  test("writes what its user alone may read, whatever the umask", async () => {
    await openToAll(() =>
      tabularium(
        "process",
        join(samples, "会议通知.docx"),
        join(samples, "乡镇往年报告.zip"),
        "--out",
        join(folder, "new/out"),
      ),
    );
    expect(await reportsIn(folder)).toHaveLength(3);
    expect(await openBelow(folder)).toEqual([]);
  }, 60_000);

  test("keeps results whose file has not changed, unless told to make all anew", async () => {
    const input = join(folder, "in");
    const out = join(folder, "out");
    await mkdir(input);
    await cp(join(samples, "云泽县白石街道办事处2024年政府信息公开工作年度报告.txt"), join(input, "a.txt"));
    await cp(join(samples, "会议通知.docx"), join(input, "b.docx"));
    await tabularium("process", input, "--out", out);
    const old = new Date(0);
    for (const name of ["a.txt", "b.docx"]) await utimes(join(out, name, "report.json"), old, old);
    await cp(join(samples, "云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx"), join(input, "b.docx"));
    expect((await tabularium("process", input, "--out", out)).stdout).toContain("其中1份沿用已有结果");
    const isOld = async (name: string) => (await stat(join(out, name, "report.json"))).mtimeMs === 0;
    expect([await isOld("a.txt"), await isOld("b.docx")]).toEqual([true, false]);
    await tabularium("process", input, "--out", out, "--fresh");
    expect(await isOld("a.txt")).toBe(false);
    expect(await readFile(join(out, "summary.csv"), "utf8")).toContain("a.txt");
  }, 60_000);

  test("explains itself", async () => {
    const { code, stdout } = await tabularium("process", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("problems.csv");
  });
});
