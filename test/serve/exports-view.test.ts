import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { inBrowser } from "../make/browser.ts";
import { officeName, officeReport } from "../make/reports.ts";
import { servedPage } from "../make/served-page.ts";

/** What is made in the background, as a clerk takes it along. */

const served = servedPage();

/** The name of the file that a click brings, sooner or later. */
async function fetched(page: Page, words: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText(words).click()]);
  return download.suggestedFilename();
}

inBrowser(
  "one click has a large list made and fetches it; it is in the list of what was made, also on another day",
  async () => {
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    // A server to which two reports are many.
    await page.route(`${served.running.url}/`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/"reportsAtOnce":\d+/u, '"reportsAtOnce":1');
      await route.fulfill({ response: answer, body });
    });
    for (const n of [1, 2]) await writeFile(join(served.data, "inbox", `${n}.html`), officeReport(n, 2023));
    await page.goto(`${served.running.url}/#/reports`);
    await page.locator("#rows tr").nth(1).waitFor();
    await page.getByRole("button", { name: "问题清单（表格）" }).waitFor();
    expect(await page.locator("#exports").count()).toBe(0);

    expect(await fetched(page, "全部数字（CSV）")).toBe("数字清单-政府信息公开工作年度报告.csv");
    expect(await fetched(page, "问题清单（表格）")).toBe("问题清单.xlsx");
    expect(await fetched(page, "全部处理结果和原件（压缩包）")).toBe("处理结果.zip");
    const made = page.locator("#exports li");
    expect((await made.allTextContents()).map((each) => each.split("（")[0])).toEqual([
      "处理结果处理结果.zip",
      "问题清单问题清单.xlsx",
      "数字清单-政府信息公开工作年度报告数字清单-政府信息公开工作年度报告.csv",
    ]);

    // Of few it is a link, as ever.
    await page.getByLabel("机关或文件").fill(officeName(1));
    await page.getByRole("link", { name: "全部数字（CSV）" }).waitFor();
    await page.goto("about:blank");
    await page.goto(`${served.running.url}/#/problems`);
    await made.nth(2).waitFor();
    expect(await made.nth(2).getByRole("link").getAttribute("href")).toMatch(/^\/exports\/\w+\/files\/1$/u);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(complaints).toEqual([]);
  },
  60_000,
);
