import { rm } from "node:fs/promises";
import { read, utils } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createApi } from "../../lib/api/app.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { assembleFailure } from "../../lib/report/assemble.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { catalogOver, makeNotice, makeReport, moment, sha256 } from "../make/catalog.ts";
import { DOORS, type Door } from "../make/doors.ts";
import { makeSource } from "../make/judgement.ts";
import { temporaryFolder } from "../make/serve.ts";

/** What people take along, through each of the API's doors. */

describe.each(DOORS)("through %s", (_, through) => {
  let local: LocalTable;
  let folder: string;
  let app: Door;

  const valid = makeReport({ organization: "甲局", division: "370102", year: 2024 });
  const wrong = makeReport({
    organization: "乙局",
    division: "370103",
    year: 2024,
    status: "invalid",
    changes: { "applications.newlyReceived.total": 9 },
  });
  const last = makeReport({ organization: "甲局", division: "370102", year: 2023 });
  const locked = assembleFailure(
    { code: "ENCRYPTED", message: "文件设有打开密码。" },
    { engineVersion: "1.0.0", source: makeSource({ sha256: sha256("locked"), name: "加密.docx" }) },
  );
  const all = [valid, wrong, last, locked, makeNotice("通知")];

  beforeAll(async () => {
    folder = await temporaryFolder();
    local = await openLocalTable();
    const results = directoryStore(folder);
    const { catalog, reports, reviews } = catalogOver(local.table);
    for (const [n, report] of all.entries()) {
      reports.set(report.id, report);
      await writeResult(results, report.id, { report, document: null });
      await catalog.record({ bucket: "b", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
    }
    app = through(
      createApi({
        queries: openQueries(local.table, "secret", PROFILES),
        catalog,
        now: () => Date.parse(moment(0)),
        reviews,
        results,
        upload: () => Promise.reject(new Error()),
        withdraw: async () => "unknown",
        health: async () => ({ status: "ok" }),
        script: "1",
        onError: (error) => {
          throw error;
        },
      }),
    );
  });
  afterAll(async () => {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string) => app.request(path);
  const nameOf = (answer: Response) =>
    decodeURIComponent(answer.headers.get("content-disposition") ?? "").replace(/^.*''/u, "");
  type Rows = (string | number | null)[][];
  async function sheetsOf(path: string): Promise<Record<string, Rows>> {
    const workbook = read(await (await get(path)).arrayBuffer());
    return Object.fromEntries(
      workbook.SheetNames.map((name) => [
        name,
        utils.sheet_to_json(workbook.Sheets[name] ?? {}, { header: 1, defval: null }) as Rows,
      ]),
    );
  }

  test.each([
    ["/problems.csv?year=2024&division=3701&status=invalid", "问题清单-2024年-行政区划3701-有误须退回.csv"],
    ["/figures.csv?organization=%E7%94%B2%E5%B1%80", "数字清单-甲局.csv"],
    ["/problems.xlsx", "问题清单.xlsx"],
    ["/figures.xlsx?year=2024", "数字清单-2024年.xlsx"],
    ["/summary.xlsx?year=2024&division=37", "汇总表-2024年-行政区划37.xlsx"],
    ["/summary.docx?year=2024", "汇总表-2024年.docx"],
  ])("%s has a name that says what it is about", async (path, name) => {
    const answer = await get(path);
    expect([answer.status, nameOf(answer)]).toEqual([200, name]);
  });

  test("every filter of the list of reports is one of the lists that are taken along", async () => {
    const csv = async (query: string) => (await get(`/figures.csv?${query}`)).text();
    expect(await csv("status=invalid")).not.toContain("甲局");
    expect(await csv("status=invalid")).toContain("乙局");
    expect(await csv("organization=%E4%B9%99%E5%B1%80")).not.toContain("甲局");
    expect((await get("/figures.csv?status=fine")).status).toBe(400);
  });

  test("files that can't be read are among the problems of any year, and those of a place or an office only theirs", async () => {
    const problems = async (query: string) => (await get(`/problems.csv?${query}`)).text();
    for (const query of ["", "year=2024", "year=2023", "year=2024&status=failed"])
      expect([query, (await problems(query)).match(/加密\.docx/gu)?.length]).toEqual([query, 1]);
    for (const query of [
      "year=2024&division=37",
      "year=2024&status=valid",
      "year=2024&organization=%E7%94%B2%E5%B1%80",
    ])
      expect(await problems(query)).not.toContain("加密.docx");
  });

  test("the problems are a workbook that says what it is about and whose work each is", async () => {
    const { 问题清单: rows = [] } = await sheetsOf("/problems.xlsx?year=2024");
    expect(rows[1]?.[0]).toBe("2024年");
    expect(rows[2]?.slice(0, 9)).toEqual([
      "序号",
      "机关",
      "年度",
      "位置",
      "程度",
      "问题",
      "修改建议",
      "由谁处理",
      "文件名称",
    ]);
    expect(rows.find((row) => row.includes("加密.docx"))?.slice(3, 9)).toEqual([
      "全文",
      "错误",
      "文件设有打开密码。",
      null,
      "单位修改",
      "加密.docx",
    ]);
  });

  test("the figures are a row a report, the same cell of three sheets", async () => {
    const sheets = await sheetsOf("/figures.xlsx?year=2024");
    expect(Object.keys(sheets)).toEqual(["说明", "数值", "原文", "情况"]);
    const { 数值: values = [], 原文: texts = [], 情况: states = [] } = sheets;
    const column = values[1]?.indexOf("applications.newlyReceived.total") ?? -1;
    expect([values, texts, states].map((rows) => rows.slice(2).map((row) => [row[0], row[column]]))).toEqual([
      [
        ["乙局", 9],
        ["甲局", 6],
      ],
      [
        ["乙局", "9"],
        ["甲局", "6"],
      ],
      [
        ["乙局", "确定"],
        ["甲局", "确定"],
      ],
    ]);
  });

  test("sums hold valid reports, and others only where they are chosen; both are named", async () => {
    const received = async (query: string) => {
      const sheets = await sheetsOf(`/summary.xlsx?year=2024${query}`);
      const row = sheets.第三部分表格?.find((each) => each[0] === "一、本年新收政府信息公开申请数量");
      const members = sheets.计入情况?.slice(3).map((each) => [each[1], each[3], each[4]]);
      return [row?.at(-1), members];
    };
    expect(await received("")).toEqual([
      6,
      [
        ["乙局", "未计入", "有误须退回"],
        ["甲局", "计入", null],
      ],
    ]);
    expect(await received(`&include=${wrong.id}`)).toEqual([
      15,
      [
        ["乙局", "计入", "有误须退回，经选择计入"],
        ["甲局", "计入", null],
      ],
    ]);
  });

  test("sums are of one year", async () => {
    for (const path of ["/summary.xlsx", "/summary.docx?year=", `/summary.xlsx?year=2024&include=x`])
      expect([path, (await get(path)).status]).toEqual([path, 400]);
  });
});
