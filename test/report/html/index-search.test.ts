import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { indexHtml } from "../../../lib/report/html/index-page.ts";
import type { FiledSummary } from "../../../lib/report/summary.ts";
import { inBrowser, openBrowser } from "../../make/browser.ts";
import { filedSummary } from "../../make/filed-summary.ts";
import { temporaryFolder } from "../../make/serve.ts";

/** index.html as a clerk opens it: a file, in a browser. */

const entry = (organization: string, over: Partial<FiledSummary> = {}): FiledSummary =>
  filedSummary({ name: `${organization}.docx`, folder: `${organization}.docx`, organization, ...over });

const REPORTS = [
  entry("青溪镇人民政府"),
  entry("青溪县教育局", { status: "invalid", errors: 3 }),
  entry("望山镇人民政府", { year: 2023 }),
  entry("ＡＢ开发区管委会", { status: "invalid", errors: 1, division: { code: "370102", name: "历下区" } }),
];

let folder: string;
let browser: Browser | null;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, "index.html"), [...indexHtml(REPORTS)].join(""));
  await writeFile(join(folder, "problems.csv"), "");
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const openIndex = async (width = 1280): Promise<Page> => {
  const page = await (browser as Browser).newPage({ viewport: { width, height: 800 } });
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  return page;
};
const shown = (page: Page) => page.locator("tbody tr:visible td:first-child a").allTextContents();
/** @param said what the page says of it */
const search = async (page: Page, words: string, said: string) => {
  await page.getByRole("searchbox").fill(words);
  await page.locator("output", { hasText: said }).waitFor();
};

inBrowser("shows what holds all words sought, however they are written, and says how many", async () => {
  const page = await openIndex();
  expect(await shown(page)).toHaveLength(4);
  await search(page, "镇 青溪", "符合的有1个");
  expect(await shown(page)).toEqual(["青溪镇人民政府"]);
  expect(await page.locator("section:visible h2").allTextContents()).toEqual([expect.stringContaining("1/2个")]);
  await page.getByRole("button", { name: "清除" }).click();
  expect(await shown(page)).toHaveLength(4);
  await search(page, "青溪", "符合的有2个");
  await search(page, "ab", "符合的有1个");
  expect(await shown(page)).toEqual(["ＡＢ开发区管委会"]);
  await search(page, "没有的", "没有符合的文件");
  expect(await shown(page)).toEqual([]);
  await search(page, "历下", "符合的有1个");
  expect(await shown(page)).toEqual(["ＡＢ开发区管委会"]);
  await page.close();
});

inBrowser("shows the reports of one year", async () => {
  const page = await openIndex();
  await page.getByLabel("年度").selectOption("2023");
  expect(await shown(page)).toEqual(["望山镇人民政府"]);
  await page.close();
});

inBrowser("fits a telephone, without a table to push to and fro", async () => {
  const page = await openIndex(360);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  const tables = await page
    .locator(".scroll")
    .evaluateAll((boxes) => boxes.map((box) => box.scrollWidth - box.clientWidth));
  expect(tables).toEqual([0, 0]);
  // What was in the table's head is said with each number.
  const before = `getComputedStyle(document.querySelector("section.invalid td:nth-child(4)"), "::before").content`;
  expect(await page.evaluate(before)).toBe('"错误 "');
  await page.close();
});
