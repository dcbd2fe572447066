import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createApi } from "../../lib/api/app.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { csvHeader } from "../../lib/report/csv.ts";
import { RESULT_FILES } from "../../lib/report/result-names.ts";
import { FIGURE_LIST, PROBLEM_LIST } from "../../lib/report/rows.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { OPEN_DOOR } from "../make/callers.ts";
import { catalogOver, makeNotice, makeReport, moment } from "../make/catalog.ts";
import { DOORS, type Door } from "../make/doors.ts";
import { temporaryFolder } from "../make/serve.ts";

/** The API through each of its doors, over a real catalog and store: they answer alike. */

describe.each(DOORS)("through %s", (_, through) => {
  let local: LocalTable;
  let folder: string;
  let app: Door;
  const unforeseen: unknown[] = [];

  const early = makeReport({
    organization: "甲局",
    division: "370102",
    year: 2023,
    changes: { "applications.carriedForward.total": 3 },
  });
  const first = makeReport({ organization: "甲局", division: "370102", year: 2024 });
  const corrected = makeReport({ organization: "甲 局", division: "370102", year: 2024, variant: "更正" });
  const doubted = makeReport({
    organization: "乙局",
    division: "370103",
    year: 2024,
    status: "needs-review",
    uncertain: ["proactive.fees.amount"],
  });
  const uncertain: Report = { ...doubted, source: { ...doubted.source, shownPages: [2] } };
  const blank = makeReport({
    organization: "丙局",
    division: "440106",
    year: 2024,
    status: "invalid",
    changes: { "proactive.fees.amount": null },
  });
  const onPaper = makeNotice("通知");
  const notice: Report = { ...onPaper, source: { ...onPaper.source, name: "通知.html", format: "html" } };
  const all = [early, first, corrected, uncertain, blank, notice];

  beforeAll(async () => {
    folder = await temporaryFolder();
    local = await openLocalTable();
    const results = directoryStore(folder);
    const { catalog, reports, reviews } = catalogOver(local.table);
    for (const [n, report] of all.entries()) {
      reports.set(report.id, report);
      const jpeg = new TextEncoder().encode("a picture");
      const pictures = { cutouts: new Map(), pages: new Map([[2, jpeg]]) };
      await writeResult(results, report.id, { report, document: null, pictures }, new TextEncoder().encode("原件"));
      // One is by a reader that kept a document.
      if (report === corrected)
        await results.put(`${report.id}/${RESULT_FILES.document}`, new TextEncoder().encode("{}"), "application/json");
      await catalog.record({ bucket: "b", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
    }
    app = through(
      createApi({
        ...OPEN_DOOR,
        queries: openQueries(local.table, "secret", PROFILES),
        catalog,
        now: () => Date.parse(moment(0)),
        results,
        reviews,
        upload: async ({ name }, origin) => ({ url: `${origin}/there/${name}`, method: "PUT", headers: {} }),
        withdraw: async (handle) =>
          handle === "a".repeat(64) ? "withdrawn" : handle === "b".repeat(64) ? "replaced" : "unknown",
        health: async () => ({ status: "ok" }),
        script: "1",
        onError: (error) => unforeseen.push(error),
      }),
    );
  });
  afterAll(async () => {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const json = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;
  interface Page {
    items: {
      id: string;
      organization: string | null;
      standing: string;
      supersededBy: string | null;
      submittedAt: string;
    }[];
    cursor: string | null;
  }
  const idsOf = async (path: string): Promise<string[]> => (await json<Page>(path)).items.map(({ id }) => id);
  const idsIn = (...reports: readonly Report[]): string[] => reports.map(({ id }) => id);

  describe("the list of reports", () => {
    test.each<readonly [string, readonly Report[]]>([
      ["", [notice, blank, uncertain, corrected, early]],
      ["?all=true", [notice, blank, uncertain, corrected, first, early]],
      ["?year=2024", [blank, uncertain, corrected]],
      ["?year=2023", [early]],
      ["?year=1999", []],
      ["?status=needs-review", [uncertain]],
      ["?status=unrecognized&year=", [notice]],
      ["?division=37", [uncertain, corrected, early]],
      ["?division=3701&year=2024", [uncertain, corrected]],
      ["?division=370102&year=2024&all=true", [corrected, first]],
      ["?division=440106&status=invalid&year=2024", [blank]],
      ["?organization=%E7%94%B2%E5%B1%80", [corrected, early]],
      ["?organization=%E7%94%B2%20%E5%B1%80&year=2024&all=true", [corrected, first]],
      ["?organization=%E7%94%B2", []],
      ["?search=%E7%94%B2%E5%B1%80", [corrected, early]],
      ["?search=%E5%B1%80&year=2024&status=invalid", [blank]],
      ["?search=", [notice, blank, uncertain, corrected, early]],
      ["?year=none", [notice]],
      ["?year=2023&standing=held", []],
    ])("%s holds what it asks for, the newest first", async (query, expected) => {
      expect(await idsOf(`/reports${query}`)).toEqual(idsIn(...expected));
    });

    test("is the same whether read at once or page by page", async () => {
      for (const query of ["all=true", "year=2024", "division=3701", "organization=%E7%94%B2%E5%B1%80&all=true"]) {
        const whole = await idsOf(`/reports?${query}`);
        const paged: string[] = [];
        for (let cursor: string | null = ""; cursor !== null; ) {
          const page: Page = await json(`/reports?${query}&limit=1&cursor=${encodeURIComponent(cursor)}`);
          expect(page.items.length).toBeLessThanOrEqual(1);
          paged.push(...page.items.map(({ id }) => id));
          cursor = page.cursor;
        }
        expect(paged).toEqual(whole);
      }
    });

    test("refuses cursors that are forged, cut or given for another question", async () => {
      const { cursor } = await json<Page>("/reports?limit=1");
      if (!cursor) throw new Error("no cursor");
      const forged = `${Buffer.from("2024-01-01").toString("base64url")}.${cursor.split(".")[1]}`;
      for (const bad of ["x", "..", forged, cursor.slice(0, -1), `${cursor}A`, `${cursor}.x`]) {
        expect((await get(`/reports?cursor=${encodeURIComponent(bad)}`)).status).toBe(400);
      }
      expect((await get(`/reports?year=2024&cursor=${cursor}`)).status).toBe(400);
      expect((await get(`/reports?cursor=${cursor}`)).status).toBe(200);
    });

    test.each([
      "year=abc",
      "year=2024.5",
      "status=fine",
      "division=3",
      "division=37010",
      "division=37x",
      "division=..%2F..",
      "limit=0",
      "limit=100000",
      "limit=-1",
      "all=maybe",
    ])("refuses %s with a problem that says which parameter", async (query) => {
      const answer = await get(`/reports?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      expect(await answer.json()).toMatchObject({
        status: 400,
        title: "Bad Request",
        detail: expect.stringContaining(query.split("=")[0] ?? ""),
      });
    });
  });

  describe("one report", () => {
    test("is report.json with its history and what replaced it", async () => {
      const old = await json<Report & { supersededBy: string; standing: string; history: unknown[] }>(
        `/reports/${first.id}`,
      );
      expect(old).toMatchObject({
        ...JSON.parse(JSON.stringify(first)),
        supersededBy: corrected.id,
        standing: "superseded",
        history: [],
      });
      expect(await json(`/reports/${corrected.id}`)).toMatchObject({
        supersededBy: null,
        standing: "current",
        history: [{ code: "HISTORY-CARRY", severity: "error", expected: 3, actual: 1 }],
      });
      expect(await json(`/reports/${early.id}`)).toMatchObject({ history: [] });
    });

    test("gives its page, its original and no document where there is none", async () => {
      const page = await get(`/reports/${first.id}/html`);
      expect(page.headers.get("content-type")).toContain("text/html");
      expect(page.headers.get("content-security-policy")).toContain("sandbox");
      expect(await page.text()).toContain("甲局");
      const source = await get(`/reports/${first.id}/source`);
      expect(await source.text()).toBe("原件");
      // A browser shows a PDF by itself, and only this server's pages may show it in them.
      expect(source.headers.get("content-disposition")).toMatch(/^inline; filename\*=UTF-8''%E7%94%B2/u);
      expect(source.headers.get("content-type")).toBe("application/pdf");
      expect(source.headers.get("content-security-policy")).toBe("frame-ancestors 'self'");
      expect(source.headers.get("x-content-type-options")).toBe("nosniff");
      expect((await get(`/reports/${first.id}/document`)).status).toBe(404);
    });

    test("hands out an original that a browser could run as a file to be kept", async () => {
      const source = await get(`/reports/${notice.id}/source`);
      expect(source.headers.get("content-disposition")).toMatch(/^attachment;/u);
      expect(source.headers.get("content-type")).toBe("application/octet-stream");
      expect(source.headers.get("content-security-policy")).toContain("sandbox");
    });

    test("is told in words", async () => {
      expect(await json(`/reports/${uncertain.id}/readable`)).toMatchObject({
        title: "乙局",
        doubts: [{ name: "proactive.fees.amount", sentence: null }],
        cells: { "proactive.fees.amount": { uncertain: true } },
      });
    });

    test("gives the pictures of the pages that it names, and no others", async () => {
      const picture = await get(`/reports/${uncertain.id}/pages/2`);
      expect(picture.headers.get("content-type")).toBe("image/jpeg");
      expect(await picture.text()).toBe("a picture");
      for (const page of ["1", "3", "0", "-1", "x", "2%2F..%2F..%2Freport.json"])
        expect((await get(`/reports/${uncertain.id}/pages/${page}`)).status).toBeGreaterThanOrEqual(400);
      expect((await get(`/reports/${first.id}/pages/2`)).status).toBe(404);
    });

    test.each(["a", "0".repeat(64), "..%2F..%2Fsecret", "%00", "A".repeat(64), `${"0".repeat(63)}%2F`])(
      "is not found under %s",
      async (id) => {
        for (const part of ["", "/html", "/readable", "/document", "/source"]) {
          const answer = await get(`/reports/${id}${part}`);
          expect(answer.status).toBe(404);
          expect(await answer.json()).toMatchObject({ status: 404, title: "Not Found" });
        }
      },
    );
  });

  test("one figure is listed over reports, and those in doubt say so", async () => {
    const { items } = await json<{ items: readonly { report: string; value: number | null; uncertain: boolean }[] }>(
      "/values?year=2024&figure=proactive.fees.amount",
    );
    expect(Object.fromEntries(items.map((each) => [each.report, [each.value, each.uncertain]]))).toEqual({
      [corrected.id]: [251.6, false],
      [uncertain.id]: [251.6, true],
      [blank.id]: [null, false],
    });
    expect((await get("/values?year=2024")).status).toBe(400);
  });

  test("what was found is listed over reports, those of the year before among it, a page of reports at a time", async () => {
    interface Findings {
      readonly items: readonly { report: string; code: string; message: string }[];
      readonly cursor: string | null;
    }
    const { items } = await json<Findings>("/findings?year=2024&division=3701");
    expect(items).toContainEqual(
      expect.objectContaining({
        report: corrected.id,
        organization: "甲 局",
        year: 2024,
        code: "HISTORY-CARRY",
        severity: "error",
        place: expect.stringContaining("第三部分表格"),
        message: expect.stringMatching(/\p{Script=Han}/u),
      }),
    );
    expect(items.filter(({ report }) => report === early.id || report === first.id)).toEqual([]);
    const newest = await json<Findings>("/findings?limit=1");
    expect(new Set(newest.items.map(({ report }) => report)).size).toBeLessThanOrEqual(1);
    expect((await get(`/findings?limit=1&cursor=${newest.cursor}`)).status).toBe(200);
    expect((await get("/findings?cursor=x")).status).toBe(400);
  });

  describe.each([
    ["/"],
    ["/reports"],
    ["/reports?year=2024"],
    [`/reports/${corrected.id}`],
    [`/reports/${corrected.id}/html`],
    [`/reports/${corrected.id}/readable`],
    [`/reports/${corrected.id}/document`],
    [`/reports/${corrected.id}/source`],
    ["/summary"],
    ["/summary?year=2024"],
    ["/years"],
    ["/openapi.json"],
  ])("%s", (path) => {
    test("is not sent again to whoever has it, however they name it", async () => {
      const tag = (await get(path)).headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[^"]+"$/u);
      for (const having of [tag, `W/${tag}`, `"other", ${tag}`, "*"])
        expect((await get(path, { "if-none-match": having })).status).toBe(304);
      expect((await get(path, { "if-none-match": '"other"' })).status).toBe(200);
    });

    test("keeps its headers when it is not sent again: browsers write those of the 304 over what they have", async () => {
      const whole = await get(path);
      const unchanged = await get(path, { "if-none-match": whole.headers.get("etag") ?? "" });
      for (const [name, value] of unchanged.headers) expect([name, value]).toEqual([name, whole.headers.get(name)]);
      // RFC 9110, 15.4.5: what a 304 must bring where the 200 does; and the policy, for caches that hold another.
      for (const name of [
        "cache-control",
        "content-location",
        "date",
        "etag",
        "expires",
        "vary",
        "content-security-policy",
      ])
        expect([name, unchanged.headers.get(name)]).toEqual([name, whole.headers.get(name)]);
      expect(await unchanged.text()).toBe("");
    });
  });

  test("a result that was made anew is sent again, by the same engine too", async () => {
    const path = `/reports/${notice.id}/html`;
    const tag = (await get(path)).headers.get("etag") ?? "";
    await directoryStore(folder).put(
      `${notice.id}/${RESULT_FILES.html}`,
      new TextEncoder().encode("<p>anew"),
      "text/html",
    );
    const anew = await get(path, { "if-none-match": tag });
    expect([anew.status, await anew.text()]).toEqual([200, "<p>anew"]);
  });

  describe("the summary", () => {
    test("adds up certain figures and counts what it left out", async () => {
      const summary = await json<{
        figures: Record<string, unknown>;
        complete: boolean;
        organizations: string[];
        statuses: Record<string, number>;
      }>("/summary?year=2024");
      expect(summary.figures["proactive.fees.amount"]).toEqual({ sum: 251.6, counted: 1, uncertain: 1, missing: 1 });
      expect(summary.figures["applications.newlyReceived.total"]).toEqual({
        sum: 18,
        counted: 3,
        uncertain: 0,
        missing: 0,
      });
      expect(summary.complete).toBe(false);
      expect(summary.organizations).toEqual(["丙局", "乙局", "甲 局"]);
      expect(summary.statuses).toEqual({ valid: 1, invalid: 1, "needs-review": 1, unrecognized: 0, failed: 0 });
    });

    test("tells years, statuses and forms apart", async () => {
      const { groups } = await json<{
        groups: {
          year: number;
          status: string;
          template: string;
          reports: number;
          figures: Record<string, { sum: number }>;
        }[];
      }>("/summary");
      const sums = groups.map(({ year, status, template, reports, figures }) => [
        year,
        status,
        template,
        reports,
        figures["applications.newlyReceived.total"]?.sum,
      ]);
      expect(sums).toEqual([
        [2024, "invalid", "2021", 1, 6],
        [2024, "needs-review", "2021", 1, 6],
        [2024, "valid", "2021", 1, 6],
        [2023, "valid", "2021", 1, 6],
      ]);
    });

    test("is of a division's prefix, and of all years where none is asked for", async () => {
      const figureOf = async (query: string) =>
        (await json<{ figures: Record<string, { sum: number }> }>(`/summary?${query}`)).figures[
          "applications.newlyReceived.total"
        ]?.sum;
      expect(
        await Promise.all(
          ["division=37", "division=3701&year=2024", "division=370102", "division=44", "division=99", ""].map(figureOf),
        ),
      ).toEqual([18, 12, 12, 6, undefined, 24]);
      expect(await json("/summary?division=370102&year=2024")).toMatchObject({ complete: true, reports: 1 });
      expect(await json("/summary?division=370102&year=2024")).toMatchObject({
        statuses: { unrecognized: 0 },
        withoutYear: { unrecognized: 1, failed: 0 },
      });
    });

    test("and the lists are of a family where one is asked for; of the first the sums else", async () => {
      const { id } = PROFILES[0];
      const sums = await json<{ profile: string }>("/summary");
      expect(sums.profile).toBe(id);
      expect(await json(`/summary?profile=${id}`)).toEqual(sums);
      const { items } = await json<{ items: { profile: string | null }[] }>("/reports?limit=200");
      expect(new Set(items.map(({ profile }) => profile))).toEqual(new Set([id, null]));
      expect((await json<{ items: unknown[] }>(`/reports?limit=200&profile=${id}`)).items).toEqual(
        items.filter(({ profile }) => profile === id),
      );
      for (const path of ["/reports", "/summary", "/years", "/problems.csv", "/figures.csv"]) {
        const answer = await get(`${path}?profile=none`);
        expect([path, answer.status]).toEqual([path, 400]);
        expect(await answer.json()).toMatchObject({ code: "INVALID_PROFILE", detail: expect.stringContaining(id) });
      }
    });
  });

  describe("the lists", () => {
    test("are the command's lists over current reports, with findings across years", async () => {
      const answer = await get("/problems.csv?year=2024&division=3701");
      expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      expect(text.startsWith(csvHeader(PROBLEM_LIST))).toBe(true);
      expect(text).toContain("HISTORY-CARRY");
      const figures = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        await (await get("/figures.csv?year=2024")).arrayBuffer(),
      );
      expect(figures.startsWith(csvHeader(FIGURE_LIST))).toBe(true);
      expect(figures.split("\r\n").filter((line) => line.includes("proactive.fees.amount"))).toHaveLength(3);
    });

    test.each(["status=invalid", "search=%E4%B8%99", "organization=%E4%B8%99%E5%B1%80", "division=44"])(
      "are of %s where that is asked for",
      async (query) => {
        const lines = (await (await get(`/figures.csv?${query}`)).text()).split("\r\n");
        const fees = lines.filter((line) => line.includes("proactive.fees.amount"));
        expect(fees).toHaveLength(1);
        expect(fees[0]).toContain("丙局");
      },
    );

    test("are of one unit by its id, and of none where nothing is its", async () => {
      const { items } = await json<{ items: { unit: string; id: string }[] }>(
        "/reports?organization=%E7%94%B2%E5%B1%80",
      );
      expect(await idsOf(`/reports?unit=${items[0]?.unit}&year=2023`)).toEqual(idsIn(early));
      expect(await idsOf("/reports?unit=0")).toEqual([]);
    });
  });

  describe("asking to send a file", () => {
    const post = (body: string, type = "application/json") =>
      app.request("/uploads", { method: "POST", body, headers: { "content-type": type } });

    test("answers where to", async () => {
      const answer = await post(JSON.stringify({ name: "年报.docx", bytes: 3 }));
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({ method: "PUT", url: expect.stringContaining("/there/") });
    });

    test.each([
      ["{", 400],
      ["[]", 400],
      ['{"name":"","bytes":1}', 400],
      ['{"name":"a"}', 400],
      ['{"name":"a","bytes":-1}', 400],
      ['{"name":"a","bytes":1,"sha256":"x"}', 400],
      ['{"name":"a","bytes":0}', 422],
      ['{"name":"a","bytes":999999999999}', 413],
      [JSON.stringify({ name: "a".repeat(100_000), bytes: 1 }), 413],
    ])("refuses %s", async (body, status) => {
      const answer = await post(body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
    });
  });

  test("a request that is no JSON is refused", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
      const answer = await app.request("/uploads", {
        method: "POST",
        body: "name=a&bytes=1",
        headers: { "content-type": type },
      });
      expect(answer.status).toBe(400);
    }
  });

  test("a report tells its submissions, by which each is withdrawn", async () => {
    const { submissions } = await json<{ submissions: { submission: string; name: string; submittedAt: string }[] }>(
      `/reports/${first.id}`,
    );
    expect(submissions).toEqual([
      { submission: expect.stringMatching(/^[0-9a-f]{64}$/u), name: "1.pdf", submittedAt: moment(1) },
    ]);
    const withdraw = async (handle: string) =>
      (await app.request(`/submissions/${handle}`, { method: "DELETE" })).status;
    expect(await Promise.all(["a".repeat(64), "b".repeat(64), "c".repeat(64), "x"].map(withdraw))).toEqual([
      202, 409, 404, 404,
    ]);
  });

  test("the API describes itself with the schemas it checks by", async () => {
    const description = await json<{
      openapi: string;
      paths: Record<string, unknown>;
      components: { schemas: Record<string, unknown> };
    }>("/openapi.json");
    expect(description.openapi).toBe("3.1.0");
    expect(Object.keys(description.paths).toSorted()).toEqual(
      [
        "/",
        "/openapi.json",
        "/submissions",
        "/submissions/{submission}",
        "/engine",
        "/exports",
        "/exports/{export}",
        "/exports/{export}/files/{file}",
        "/years",
        "/figures.csv",
        "/figures.xlsx",
        "/findings",
        "/health",
        "/problems.csv",
        "/problems.xlsx",
        "/reports",
        "/reports/{id}",
        "/reports/{id}/cells/{name}",
        "/reports/{id}/document",
        "/reports/{id}/html",
        "/reports/{id}/pages/{page}",
        "/reports/{id}/reviews",
        "/reports/{id}/readable",
        "/reports/{id}/source",
        "/roster/notice-template",
        "/roster/notices.zip",
        "/reports/{id}/standing",
        "/roster",
        "/roster/matches",
        "/roster/renamings",
        "/roster/sent-back",
        "/summary",
        "/summary.docx",
        "/summary.xlsx",
        "/uploads",
        "/values",
      ].toSorted(),
    );
    expect(JSON.stringify(description.components.schemas.Report)).toContain("supersededBy");
  });

  test("where answers are bounded, what is larger has an address; a page from there is kept, not shown", async () => {
    const bounded = (above: number) =>
      createApi({
        ...OPEN_DOOR,
        queries: openQueries(local.table, "secret", PROFILES),
        ...catalogOver(local.table),
        now: Date.now,
        results: directoryStore(folder),
        link: { above, address: async (key, as) => `https://bucket.example/${key}?${as.disposition}` },
        upload: () => Promise.reject(new Error()),
        withdraw: async () => "unknown",
        health: async () => ({ status: "ok" }),
        script: "",
        onError: (error) => unforeseen.push(error),
      });
    const page = await bounded(10).request(`/reports/${corrected.id}/html`);
    expect([page.status, page.headers.get("location")]).toEqual([
      302,
      `https://bucket.example/${corrected.id}/report.html?attachment`,
    ]);
    const small = await bounded(1_000_000).request(`/reports/${corrected.id}/html`);
    expect([small.status, small.headers.get("content-security-policy")]).toEqual([
      200,
      "frame-ancestors 'none'; sandbox allow-popups allow-same-origin",
    ]);
    expect((await bounded(10).request(`/reports/${corrected.id}/document`)).headers.get("location")).toBe(null);
  });

  test("what nobody foresaw is a problem that tells nothing of the inside", async () => {
    const broken = createApi({
      ...OPEN_DOOR,
      queries: {
        within: null,
        list: () => Promise.reject(new Error("/data/secret path")),
        report: async () => null,
        summary: () => Promise.reject(Object.assign(new Error("x"), { code: "ENOSPC" })),
        submissionsOf: async () => [],
        submission: async () => null,
        track: () => Promise.reject(new Error()),
        roster: () => Promise.reject(new Error()),
        sentBack: () => Promise.reject(new Error()),
        years: async () => [],
        engines: async () => [],
        previousYear: async () => null,
      },
      catalog: catalogOver(local.table).catalog,
      now: Date.now,
      results: directoryStore(folder),
      reviews: { of: async () => null, say: async () => false },
      upload: () => Promise.reject(new Error()),
      withdraw: async () => "unknown",
      health: async () => ({ status: "degraded", trouble: "ENOSPC" }),
      script: "",
      onError: (error) => unforeseen.push(error),
    });
    const answer = await broken.request("/reports");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
    expect(unforeseen).toHaveLength(1);
    expect((await broken.request("/summary")).status).toBe(507);
    expect((await broken.request("/health")).status).toBe(503);
    expect((await broken.request("/nowhere")).status).toBe(404);
  });

  test("the page runs its own script and nothing else", async () => {
    const page = await get("/");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+'/u);
    expect(policy).not.toContain("unsafe");
  });
});
