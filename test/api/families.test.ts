import { readFile, rm } from "node:fs/promises";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { inBrowser, openBrowser } from "../make/browser.ts";
import { OPEN_DOOR } from "../make/callers.ts";
import { catalogOver, makeNotice, moment } from "../make/catalog.ts";
import { accounts, disclosed, FAMILIES, FIGURE, FIRST, SECOND } from "../make/families.ts";
import { temporaryFolder } from "../make/serve.ts";

/** The API and its page where two families are registered. */

// Loaded anew: what makes the reports above has been loaded with the families that there are.
jest.resetModules();
jest.unstable_mockModule("../../lib/profiles/profiles.ts", () => ({
  PROFILES: FAMILIES,
  FAMILY_NAMES: FAMILIES.map(({ name }) => name).join("、"),
  profileOf: ({ profile }: { readonly profile: string | null }) => FAMILIES.find(({ id }) => id === profile) ?? null,
  versionFor: () => ENGINE_VERSION,
  isCurrentVersion: (version: string) => version === ENGINE_VERSION,
}));
const { createApi } = await import("../../lib/api/app.ts");
const { writeResult } = await import("../../lib/report/store.ts");
const { directoryStore } = await import("../../lib/storage/directory.ts");

let local: LocalTable;
let folder: string;
let app: ReturnType<typeof createApi>;
let browser: Browser | null;
const [report, other, early, notice] = [disclosed(), accounts(5), accounts(0.5, { year: 2022 }), makeNotice("通知")];

beforeAll(async () => {
  folder = await temporaryFolder();
  local = await openLocalTable();
  const results = directoryStore(folder);
  const { catalog, reports, reviews } = catalogOver(local.table, FAMILIES);
  for (const [n, each] of [report, other, early, notice].entries()) {
    reports.set(each.id, each);
    await writeResult(results, each.id, { report: each, document: null });
    await catalog.record({ bucket: "b", key: `${n}`, version: "1", at: moment(n), sequence: "" }, each);
  }
  app = createApi({
    ...OPEN_DOOR,
    queries: openQueries(local.table, "secret", FAMILIES),
    catalog,
    now: () => Date.parse(moment(0)),
    results,
    reviews,
    upload: () => Promise.reject(new Error()),
    withdraw: async () => "unknown",
    health: async () => ({ status: "ok" }),
    script: await readFile(new URL("../../dist/page.js", import.meta.url), "utf8"),
    onError: (error) => {
      throw error;
    },
  });
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: answers are as different as what is asked
const json = async (path: string): Promise<any> => (await app.request(path)).json();

test("sums are those of the family that is named, of the first where none is, and refused where there is no such one", async () => {
  expect(await json(`/summary?profile=${SECOND.id}`)).toMatchObject({
    profile: SECOND.id,
    reports: 2,
    figures: { [FIGURE]: { sum: 5.5, counted: 2 } },
  });
  expect(await json("/summary")).toMatchObject({ profile: FIRST.id, reports: 2 });
  for (const list of ["summary", "figures.xlsx", "summary.xlsx", "summary.docx"]) {
    const path = `/${list}?year=2024&profile=none`;
    const answer = await app.request(path);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(await answer.json()).toMatchObject({
      code: "INVALID_PROFILE",
      detail: expect.stringMatching(new RegExp(`${FIRST.id}.*${SECOND.id}`, "u")),
    });
  }
});

test("every list is of the family that is named, and of all where none is", async () => {
  const idsOf = async (query: string) => (await json(`/reports${query}`)).items.map(({ id }: { id: string }) => id);
  expect(await idsOf("")).toEqual([notice.id, early.id, other.id, report.id]);
  expect(await idsOf(`?profile=${SECOND.id}`)).toEqual([early.id, other.id]);
  expect(await json("/years")).toEqual({ years: [2024, 2022] });
  expect(await json(`/years?profile=${FIRST.id}`)).toEqual({ years: [2024] });
  const familiesIn = async (path: string) => {
    const text = await (await app.request(path)).text();
    return FAMILIES.map(({ name }) => name).filter((name) => text.includes(name));
  };
  for (const list of ["problems.csv", "figures.csv"])
    expect(await familiesIn(`/${list}?profile=${SECOND.id}`)).not.toContain(FIRST.name);
  expect(await familiesIn(`/figures.csv?profile=${SECOND.id}`)).toEqual([SECOND.name]);
  expect(await familiesIn("/figures.csv")).toEqual([FIRST.name, SECOND.name]);
  const download = await app.request(`/figures.csv?profile=${SECOND.id}&year=2024`);
  expect(decodeURIComponent(download.headers.get("content-disposition") ?? "")).toContain(
    `数字清单-2024年-${SECOND.name}.csv`,
  );
});

test("the description says that a family may be named for sums and lists", async () => {
  const { paths } = await json("/openapi.json");
  const required = (path: string) =>
    paths[path].get.parameters.find(({ name }: { name: string }) => name === "profile").required ?? false;
  const sums = ["/summary", "/figures.xlsx", "/summary.xlsx", "/summary.docx"];
  for (const path of [...sums, "/reports", "/years", "/problems.csv", "/figures.csv", "/problems.xlsx"])
    expect([path, required(path)]).toEqual([path, false]);
});

inBrowser("the page offers the families, and adds each one's figures up by itself", async () => {
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  try {
    await new Promise((ready) => server.once("listening", ready));
    const address = server.address() as { port: number };
    const page = await (browser as Browser).newPage();
    await page.goto(`http://127.0.0.1:${address.port}/#/reports`);
    await page.locator("#rows tr").nth(3).waitFor();
    await page.getByRole("link", { name: /^4\s*全部文件/u }).waitFor();
    await page.getByRole("link", { name: "合计", exact: true }).click();
    await page.locator("#sums .family").nth(1).waitFor();
    expect(await page.locator("#sums .family").allTextContents()).toEqual([
      `${FIRST.name}（2021年起的格式）`,
      `${SECOND.name}（看不出表格式样）`,
    ]);

    await page.getByLabel("文种").selectOption(SECOND.name);
    await page.locator("#sums .family").nth(1).waitFor({ state: "detached" });
    expect(await page.locator("#sums .family").allTextContents()).toEqual([`${SECOND.name}（看不出表格式样）`]);
    expect(await page.locator("#sums tr", { hasText: "本年支出合计" }).locator("td").nth(1).textContent()).toBe("5.5");
    await page.getByRole("link", { name: "报告", exact: true }).click();
    await page.locator("#rows tr").nth(2).waitFor({ state: "detached" });
    await page.getByRole("link", { name: /^2\s*全部文件/u }).waitFor();
    expect(await page.locator("#statuses").textContent()).not.toContain("未认出文种");
    expect(await page.getByText("全部数字（CSV）").getAttribute("href")).toBe(`/figures.csv?profile=${SECOND.id}`);
  } finally {
    server.close();
  }
});
