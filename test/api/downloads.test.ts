import { rm } from "node:fs/promises";
import { read, utils } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { createApi } from "../../lib/api/app.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { readDocx } from "../../lib/formats/docx/read.ts";
import { valuesOf } from "../../lib/profiles/common/figure-name.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { assembleFailure } from "../../lib/report/assemble.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { OPEN_DOOR } from "../make/callers.ts";
import { catalogOver, makeNotice, makeReport, moment, sha256 } from "../make/catalog.ts";
import { DOORS, type Door } from "../make/doors.ts";
import { FINDINGS, makeSource } from "../make/judgement.ts";
import { temporaryFolder } from "../make/serve.ts";

/** What people take along, through each of the API's doors. */

describe.each(DOORS)("through %s", (_, through) => {
  let local: LocalTable;
  let folder: string;
  let app: Door;
  let handIn: (report: Report, n: number) => Promise<void>;

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
  const returned: Report = {
    ...makeReport({ organization: "丙局", division: "370104", year: 2023, status: "invalid" }),
    findings: FINDINGS.map((finding) => ({ ...finding, cells: [...finding.cells] })),
    reviews: [{ figure: "year", kind: "confirm", before: 2023, after: 2023, reason: null, by: "王芳", at: moment(9) }],
  } as Report;
  const all = [valid, wrong, last, locked, makeNotice("通知"), returned];

  beforeAll(async () => {
    folder = await temporaryFolder();
    local = await openLocalTable();
    const results = directoryStore(folder);
    const { catalog, reports, reviews } = catalogOver(local.table);
    handIn = async (report, n) => {
      reports.set(report.id, report);
      await writeResult(results, report.id, { report, document: null });
      await catalog.record({ bucket: "b", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
    };
    for (const [n, report] of all.entries()) await handIn(report, n);
    app = through(
      createApi({
        ...OPEN_DOOR,
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
    ["/problems.xlsx?search=%E7%94%B2%2F%E4%B9%99", "问题清单-名称含“甲_乙”.xlsx"],
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

  test("the problems are told with whose word their report is by", async () => {
    const { 问题清单: rows = [] } = await sheetsOf("/problems.xlsx?year=2023");
    const at = rows[2]?.indexOf("人工确认") ?? -1;
    const words = (name: string) => rows.filter((row) => row.includes(name)).map((row) => row[at] ?? "");
    expect(new Set(words("丙局").map((said) => String(said).split("，")[0]))).toEqual(new Set(["经王芳人工确认"]));
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
      "请报送能正常打开的Word、PDF、OFD文件或清晰的扫描件。",
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

  describe("with a roster", () => {
    const [north, south] = ["城北街道办事处", "城南街道办事处"].map((organization) =>
      makeReport({ organization, division: "370105", year: 2022 }),
    ) as [Report, Report];
    const doubled = Object.fromEntries(
      valuesOf(north.tables).map(([name, value]) => [
        name,
        name.endsWith("newlyReceived.total") ? 13 : 2 * (value ?? 0),
      ]),
    );
    const above = makeReport({ organization: "某区人民政府", division: "370105", year: 2022, changes: doubled });
    const roster = async (names: readonly string[]) => {
      const { headers } = await get("/roster?year=2022");
      const units = names.map((name) => ({ name, aliases: [], division: "370105", contact: null, counts: true }));
      const put = await app.request("/roster?year=2022", {
        method: "PUT",
        headers: { "content-type": "application/json", "if-match": headers.get("etag") ?? "" },
        body: JSON.stringify({ due: "2025-01-31", units }),
      });
      expect(put.status).toBe(200);
    };
    const compared = async () => {
      const { 汇总说明: rows = [] } = await sheetsOf(`/summary.xlsx?year=2022&parent=${above.id}`);
      return rows.filter(([what]) => what === "与本级报告比对").map(([, says]) => says);
    };

    test("the report above is held against the units that count into it, once all of them are in the sum", async () => {
      for (const [n, each] of [north, south, above].entries()) await handIn(each, 100 + n);
      const [first, second, parent] = [north, south, above].map(({ organization }) => organization?.name ?? "") as [
        string,
        string,
        string,
      ];
      // It may be in the roster itself.
      for (const names of [
        [first, second],
        [first, second, parent],
      ]) {
        await roster(names);
        expect(await compared()).toEqual([
          "某区人民政府的报告：与所属2个单位之和不一致：第三部分表格“一、本年新收政府信息公开申请数量”行“总计”列填的是13，各单位之和为12。请核对。",
        ]);
      }
      await roster([first, second, "城东街道办事处"]);
      expect(await compared()).toEqual(["某区人民政府的报告：所属单位没有全部计入，不能比较。"]);
      expect((await get(`/summary.docx?year=2022&parent=${above.id}`)).status).toBe(200);
      expect((await get(`/summary.xlsx?year=2022&parent=${"0".repeat(64)}`)).status).toBe(404);
    });

    test("letters go to units by the names that it has for them, until the day that it sets", async () => {
      const wrongOne: Report = {
        ...returned,
        ...makeReport({ organization: "城东街道办", division: "370105", year: 2022, status: "invalid" }),
      } as Report;
      await handIn({ ...wrongOne, findings: returned.findings } as Report, 110);
      const { headers } = await get("/roster?year=2022");
      const units = [
        { name: "城东街道办事处", aliases: ["城东街道办"], division: "370105", contact: null, counts: true },
      ];
      await app.request("/roster?year=2022", {
        method: "PUT",
        headers: { "content-type": "application/json", "if-match": headers.get("etag") ?? "" },
        body: JSON.stringify({ due: "2025-01-31", units }),
      });
      const answer = await get("/roster/notices.zip?year=2022");
      const [[name, docx] = ["", new Uint8Array()]] = Object.entries(
        unzipSync(new Uint8Array(await answer.arrayBuffer())),
      );
      expect(name).toBe("001 城东街道办事处 退回修改通知.docx");
      expect(JSON.stringify(readDocx(docx).document)).toContain("于2025年1月31日前重新报送");
    });

    test("a unit that was sent back what it handed in gets its letter again only where it is asked for", async () => {
      const { units } = (await (await get("/roster?year=2022")).json()) as { units: { id: string; state: string }[] };
      const [{ id, state } = { id: "", state: "" }] = units;
      expect(state).toBe("faulty");
      await app.request("/roster/sent-back?year=2022", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ units: [id] }),
      });
      const namesOf = async (query: string) => {
        const answer = await get(`/roster/notices.zip?year=2022&${query}`);
        return Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer())));
      };
      expect(await namesOf("")).toEqual(["没有需要退回的单位.txt"]);
      expect(await namesOf(`unit=${id}`)).toContain("001 城东街道办事处 退回修改通知.docx");
    });

    test("an office outside the roster that was told of its report gets no second letter of it, and one of the next", async () => {
      const wrong = (variant: string) =>
        ({
          ...returned,
          ...makeReport({ organization: "外县审计局", division: "420102", year: 2022, status: "invalid", variant }),
          findings: returned.findings,
        }) as Report;
      const namesOf = async () => {
        const answer = await get("/roster/notices.zip?year=2022");
        return Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer())));
      };
      const letter = "001 外县审计局 退回修改通知.docx";
      await handIn(wrong(""), 115);
      expect(await namesOf()).toContain(letter);
      const told = await app.request("/roster/sent-back?year=2022", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ units: [], others: true }),
      });
      expect(told.status).toBe(200);
      expect(await namesOf()).toEqual(["没有需要退回的单位.txt"]);
      await handIn(wrong("重报"), 116);
      expect(await namesOf()).toContain(letter);
    });

    test("a unit of which nothing but a file came that can't be read gets a letter that says so and what to send", async () => {
      await roster(["城西街道办事处", "城南街道办事处"]);
      const file = assembleFailure(
        { code: "ENCRYPTED", message: "文件设有打开密码，请取消密码后重新提交。" },
        { engineVersion: "1.0.0", source: makeSource({ sha256: sha256("west"), name: "城西街道办事处.docx" }) },
      );
      await handIn(file, 120);
      const { units } = (await (await get("/roster?year=2022")).json()) as { units: { id: string }[] };
      expect(units).toMatchObject([{ state: "received", unread: { id: file.id } }, { unread: null }]);
      const lettersOf = async (query: string) => {
        const answer = await get(`/roster/notices.zip?year=2022&${query}`);
        return Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer())));
      };
      for (const query of [`unit=${units[0]?.id}`, "search=城西", "status=failed"]) {
        const [[name, docx] = ["", new Uint8Array()]] = await lettersOf(query);
        expect(name).toBe("001 城西街道办事处 退回修改通知.docx");
        const text = JSON.stringify(readDocx(docx).document);
        expect(text).toContain("你单位报送的2022年政府信息公开工作年度报告（文件名：城西街道办事处.docx）");
        expect(text).toContain("请取消密码后重新提交");
        expect(text).toContain("请报送能正常打开的Word、PDF、OFD文件或清晰的扫描件。");
      }
      for (const query of [`unit=${units[1]?.id}`, "search=城南", "status=unrecognized"])
        expect(await lettersOf(query)).toEqual([["没有需要退回的单位.txt", expect.anything()]]);
    });
  });

  describe("the letters to units", () => {
    const lettersIn = async (query: string) =>
      Object.entries(unzipSync(new Uint8Array(await (await get(`/roster/notices.zip?${query}`)).arrayBuffer())));
    const template = (method: string, body?: string) =>
      app.request("/roster/notice-template", {
        method,
        headers: { "content-type": "text/plain" },
        ...(body && { body }),
      });

    test("go to those whose reports are wrong, in the words that the office gave them", async () => {
      expect((await lettersIn("year=2024")).map(([name]) => name)).toEqual(["没有需要退回的单位.txt"]);
      expect(await (await template("GET")).text()).toContain("# 退回修改通知");
      const own = "# 函\n{单位}：\n{问题}\n> 云泽县人民政府办公室\n";
      expect((await template("PUT", own)).status).toBe(204);
      expect(await (await template("GET")).text()).toBe(own);
      const letters = await lettersIn("year=2023");
      expect(letters.map(([name]) => name)).toEqual(["001 丙局 退回修改通知.docx", "全部通知（打印用）.docx"]);
      expect(JSON.stringify(readDocx(letters[0]?.[1] as Uint8Array).document)).toContain("云泽县人民政府办公室");
      expect(nameOf(await get("/roster/notices.zip?year=2023&division=37"))).toBe(
        "退回修改通知-2023年-行政区划37-有误须退回.zip",
      );
    });

    test("keep their words where new ones can't be used", async () => {
      const before = await (await template("GET")).text();
      for (const [words, status] of [
        ["# 函", 422],
        ["{问题}\n{科室}", 422],
        [`{问题}\n${"长".repeat(64 * 1024)}`, 413],
      ] as const)
        expect((await template("PUT", words)).status).toBe(status);
      expect(await (await template("GET")).text()).toBe(before);
      expect((await get("/roster/notices.zip")).status).toBe(400);
    });
  });
});
