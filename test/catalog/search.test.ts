import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { NO_FILTER, type ReportFilter } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries, type Queries } from "../../lib/catalog/queries.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { ReaderError } from "../../lib/formats/errors.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import { failure } from "../../lib/work/failure.ts";
import { catalogOver, makeNotice, makeReport, moment, sha256 } from "../make/catalog.ts";
import { makeSource } from "../make/judgement.ts";

/** Lists by part of a name, and by everything else at once. */

const TOWNS = 64;
/** Questions to the table, and entries of names that it hands over, to see that none reads what it does not need. */
let asked = 0;
let handed = 0;
const counting = (table: Table): Table => ({
  ...table,
  sifted: async (...what) => {
    const found = await table.sifted(...what);
    handed += found.items.length;
    return found;
  },
  getMany: (keys) => {
    asked += keys.length;
    return table.getMany(keys);
  },
});

let local: LocalTable;
let queries: Queries;
const names = new Map<string, string>();
beforeAll(async () => {
  local = await openLocalTable();
  queries = openQueries(counting(local.table), "secret", PROFILES);
  const { catalog, reports } = catalogOver(local.table);
  const all: (readonly [Report, string])[] = [
    ...Array.from({ length: TOWNS }, (_, n): [Report, string] => [
      makeReport({
        organization: `${"甲乙丙丁戊己庚辛壬癸"[n % 10]}${n}镇人民政府`,
        year: n % 2 === 0 ? 2024 : 2023,
        division: "370102",
        status: n % 5 === 0 ? "invalid" : "valid",
      }),
      `镇/${n}.pdf`,
    ]),
    [makeReport({ organization: "云泽县教育局", year: 2024 }), "局/a.pdf"],
    [makeReport({ organization: "云泽县教育体育局", year: 2023 }), "局/b.pdf"],
    [
      failure(makeSource({ sha256: sha256("失"), name: "局/教育局扫描.PDF" }), new ReaderError("CORRUPT", "x")),
      "局/c.pdf",
    ],
    [makeNotice("关于教育的通知"), "局/d.pdf"],
  ];
  for (const [n, [report, key]] of all.entries()) {
    reports.set(report.id, report);
    names.set(report.id, report.source.name);
    await catalog.record({ bucket: "b", key, version: "1", at: moment(n), sequence: "" }, report);
  }
}, 60_000);
afterAll(() => local.close());

const page = (filter: Partial<ReportFilter>, limit = 50, cursor: string | null = null) =>
  queries.list({ ...NO_FILTER, ...filter }, limit, cursor);
const found = async (filter: Partial<ReportFilter>) =>
  (await page(filter)).items.map(({ organization, name }) => organization ?? name);

describe("a search", () => {
  test.each([
    [
      "part of an office's name",
      { search: "教育" },
      ["关于教育的通知.pdf", "局/教育局扫描.PDF", "云泽县教育体育局", "云泽县教育局"],
    ],
    ["its whole name, with spaces", { search: "云泽县 教育局" }, ["云泽县教育局"]],
    ["part of a file's name, in another width and case", { search: "扫描.ｐdf" }, ["局/教育局扫描.PDF"]],
    ["a character", { search: "局", status: "valid" }, ["云泽县教育体育局", "云泽县教育局"]],
    ["a year, too", { search: "教育", year: 2023 }, ["云泽县教育体育局"]],
    ["no year, too", { search: "教育", year: "none" }, ["关于教育的通知.pdf", "局/教育局扫描.PDF"]],
    ["a status, too", { search: "教育", status: "failed" }, ["局/教育局扫描.PDF"]],
    ["a family, too", { search: "教育", profile: PROFILES[0].id }, ["云泽县教育体育局", "云泽县教育局"]],
    ["a division, too", { search: "丙2镇", division: "37" }, ["丙2镇人民政府"]],
    ["pairs that stand in names, but not in one", { search: "教育通知" }, []],
    ["what stands nowhere", { search: "财政" }, []],
  ] as const)("finds by %s", async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test("goes on behind its cursor, and is refused another's", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages++) {
      const next = await page({ search: "镇人民政府", year: 2024 }, 20, cursor);
      seen.push(...next.items.map(({ id }) => id));
      expect(next.items.length).toBeLessThanOrEqual(20);
      cursor = next.cursor;
    }
    expect(seen).toHaveLength(TOWNS / 2);
    expect(new Set(seen).size).toBe(TOWNS / 2);
    const { cursor } = await page({ search: "人民" }, 20);
    await expect(page({ search: "政府" }, 20, cursor)).rejects.toThrow();
  });

  test("reads the rarest piece's reports alone, or the list's where that is shorter", async () => {
    asked = 0;
    await found({ search: "7镇人民政府" });
    expect(asked).toBeLessThan(TOWNS / 2);
    asked = 0;
    await found({ search: "镇人民政府", status: "failed" });
    expect(asked).toBeLessThan(5);
  });

  test("is handed no entry whose names don't hold all of it", async () => {
    handed = 0;
    const towns = await found({ search: "7镇人民政府" });
    expect(towns).toHaveLength(6);
    // Of each of its four pieces of three characters.
    expect(handed).toBeLessThanOrEqual(4 * towns.length);
  });

  test("reads no row of another year, status or division", async () => {
    asked = 0;
    const { items } = await page({ search: "镇人民政府", year: 2024, status: "invalid" });
    expect(items).toHaveLength(7);
    // Each with its slot.
    expect(asked).toBe(14);
    asked = 0;
    expect(await found({ search: "镇人民政府", division: "42" })).toEqual([]);
    expect(asked).toBe(0);
  });

  test("finds a report once that was read anew under another name, by the new one", async () => {
    const { catalog, reports } = catalogOver(local.table);
    const before = makeReport({ organization: "旧名称办公室", year: 2022 });
    const after = {
      ...makeReport({ organization: "新名称办公室", year: 2022 }),
      id: before.id,
      engineVersion: "2.0.0",
    };
    for (const report of [before, after as Report]) {
      reports.set(report.id, report);
      await catalog.record({ bucket: "b", key: "换名", version: "1", at: moment(900), sequence: "" }, report);
    }
    expect(await found({ search: "名称办" })).toEqual(["新名称办公室"]);
    expect(await found({ search: "旧名称办公" })).toEqual([]);
    const { items } = await page({ search: "新名称办", year: 2022, status: "valid" });
    expect(items).toHaveLength(1);
  });
});

test("a list of one unit has its years, under whatever name", async () => {
  const [education] = (await page({ search: "云泽县教育局" })).items;
  expect(await found({ unit: education?.unit as string })).toEqual(["云泽县教育局"]);
  expect(await found({ unit: education?.unit as string, year: 2023 })).toEqual([]);
  expect(await found({ unit: "no unit" })).toEqual([]);
});

test("what has no year is counted beside whatever year is asked for, and listed by itself", async () => {
  const { statuses, withoutYear } = await queries.summary(2024, "3701", PROFILES[0].id);
  expect(statuses).toMatchObject({ failed: 0, unrecognized: 0 });
  expect(withoutYear).toMatchObject({ failed: 1, unrecognized: 1, valid: 0 });
  expect(await found({ year: "none" })).toEqual(["关于教育的通知.pdf", "局/教育局扫描.PDF"]);
});
