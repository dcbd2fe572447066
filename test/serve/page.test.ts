import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { inBrowser, openBrowserIn } from "../make/browser.ts";
import { sha256 } from "../make/catalog.ts";
import { officeName, officeReport } from "../make/reports.ts";
import { temporaryFolder, until } from "../make/serve.ts";
import { servedPage } from "../make/served-page.ts";

const served = servedPage();

const place = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();

inBrowser(
  "files are dropped, followed live, filtered, opened, added up and downloaded",
  async () => {
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !/415/u.test(message.text())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(served.running.url);
    await place(page, "报告");
    await page.getByText("还没有报告").waitFor();
    expect(await page.locator("select[name=profile] option").allTextContents()).toEqual([
      "全部文种",
      ...PROFILES.map(({ name }) => name),
    ]);

    // Chosen files, one of them wrong.
    await place(page, "总览");
    await page.setInputFiles("#files", [
      { name: "甲.html", mimeType: "text/html", buffer: Buffer.from(officeReport(1)) },
      { name: "乙.html", mimeType: "text/html", buffer: Buffer.from(officeReport(2, 2023)) },
      { name: "表.rtf", mimeType: "text/rtf", buffer: Buffer.from("{\\rtf1 x}") },
    ]);
    await page.locator("#sent-list .refused").getByText("这是 RTF 文件").waitFor();
    await page.locator("#sent-list").getByRole("link", { name: "合格" }).nth(1).waitFor();
    // A folder.
    const folder = join(served.data, "folder", "各镇");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "丙.html"),
      officeReport(3).replaceAll("云泽县", "<img src=x onerror=alert(1)>云泽县"),
    );
    await writeFile(join(folder, ".隐藏"), "x");
    await page.setInputFiles("#folder", join(served.data, "folder"));
    // One that comes through the inbox shows by itself.
    await writeFile(join(served.data, "inbox", "丁.html"), officeReport(4));
    await place(page, "报告");
    await page.getByRole("link", { name: officeName(4) }).waitFor();
    await page.locator("#rows tr").nth(3).waitFor();
    expect(await page.locator("#rows tr").count()).toBe(4);
    await page.getByText("全部处理完毕").waitFor();

    await page.locator("select[name=year]").selectOption("2023");
    await page.locator("#rows tr").nth(1).waitFor({ state: "detached" });
    expect(await page.locator("#rows a").allTextContents()).toEqual([officeName(2)]);
    expect(await page.getByText("问题清单（表格）").getAttribute("href")).toBe("/problems.xlsx?year=2023");
    await place(page, "合计");
    await page.getByText("每份报告的每个数字都已计入").waitFor();
    await page.getByText("计入：合格的1份。").waitFor();
    await page.getByLabel("找指标").fill("予以公开");
    const rows = page.locator("#sum-rows tr:not(.table)");
    await until(async () => (await rows.count()) > 0);
    for (const row of await rows.allTextContents()) expect(row).toContain("予以公开");
    // From the number to the report that it comes from, at the figure.
    await rows.first().getByRole("button").click();
    await page.locator(".contributions a").first().click();
    await page.locator(".form td.chosen").waitFor();
    await page.goBack();
    expect(
      await page
        .locator("#sums tbody tr", { hasText: "行政许可：本年处理决定数量" })
        .locator("td")
        .nth(1)
        .textContent(),
    ).toBe("2");
    // A sum leads to the reports that it comes from.
    await page.getByRole("button", { name: "行政许可：本年处理决定数量" }).click();
    await page
      .locator(".contributions")
      .getByRole("link", { name: officeName(2) })
      .waitFor();
    expect(await page.locator(".contributions li").allTextContents()).toEqual([`${officeName(2)}2`]);
    await place(page, "报告");
    await page.getByRole("link", { name: /有误须退回/u }).click();
    await page.getByText("没有符合条件的报告").waitFor();
    await page.getByRole("link", { name: /全部文件/u }).click();

    await page
      .locator("#rows")
      .getByRole("link", { name: officeName(2) })
      .click();
    await page.locator(".verdict").getByText(officeName(2)).waitFor();
    const [report] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("link", { name: "打印用的核对结果" }).click(),
    ]);
    await report.waitForLoadState();
    expect(await report.textContent("body")).toContain(officeName(2));
    await page.getByRole("link", { name: "返回报告列表" }).click();
    expect(await page.locator("select[name=year]").inputValue()).toBe("2023");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("全部数字（CSV）").click()]);
    expect(download.suggestedFilename()).toBe("数字清单-2023年-政府信息公开工作年度报告.csv");

    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
    expect(complaints).toEqual([]);
  },
  120_000,
);

/**
 * A browser on a first visit and, with what it has kept on disk, on another day: each address opened, reloaded, and in a
 * second tab.
 */
async function* visits(...urls: readonly string[]): AsyncGenerator<{ readonly page: Page; readonly url: string }> {
  const profile = await temporaryFolder();
  try {
    for (const _ of ["first visit", "another day"]) {
      const context = await openBrowserIn(profile);
      try {
        for (const url of urls) {
          const page = await context.newPage();
          await page.goto(url);
          yield { page, url };
          await page.reload();
          yield { page, url };
          const second = await context.newPage();
          await second.goto(url);
          yield { page: second, url };
        }
      } finally {
        await context.close();
      }
    }
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
/** What the style sheet says of the page's width: "none" where no style is applied. */
const widthOf = (page: Page) => page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth");

inBrowser(
  "the page and a report's page live on after a reload, in a second tab and when one comes back another day",
  async () => {
    const report = officeReport(5);
    await writeFile(join(served.data, "inbox", "戊.html"), report);
    const printed = `${served.running.url}/reports/${sha256(report)}/html`;
    await until(async () => (await fetch(printed)).ok);
    const widths: unknown[] = [];
    let visit = 10;
    for await (const { page, url } of visits(served.running.url, printed)) {
      widths.push(await widthOf(page));
      if (url === printed) continue;
      await page.locator("#state", { hasText: "已连接" }).waitFor();
      await page.setInputFiles("#files", {
        name: `${++visit}.html`,
        mimeType: "text/html",
        buffer: Buffer.from(officeReport(visit)),
      });
      await page.locator("#sent-list").getByRole("link", { name: "合格" }).waitFor();
      await place(page, "报告");
      await page
        .locator("#rows")
        .getByRole("link", { name: officeName(visit) })
        .waitFor();
      await place(page, "总览");
    }
    expect(visit).toBe(16);
    expect(widths).toEqual(Array(12).fill("1216px"));
  },
  120_000,
);

inBrowser("a file whose report is told before its sending is answered is shown with it", async () => {
  const page = await served.browser.newPage();
  await page.route("**/uploads/*", async (route) => {
    // With a report's event the page asks anew for what it shows.
    const told = page.waitForRequest((request) => request.method() === "GET");
    const response = await route.fetch();
    await told;
    await route.fulfill({ response });
  });
  await page.goto(served.running.url);
  await page.locator("#state", { hasText: "已连接" }).waitFor();
  await page.waitForLoadState("networkidle");
  const file = { name: "早.html", mimeType: "text/html", buffer: Buffer.from(officeReport(30)) };
  await page.setInputFiles("#files", file);
  await page.locator("#sent-list").getByRole("link", { name: "合格" }).waitFor();
  await page.close();
});

inBrowser(
  "a tab that nobody sees leaves its connection to the others, and catches up when it is seen again",
  async () => {
    const context = await served.browser.newContext();
    // Without a screen each tab passes for seen.
    const show = (page: Page, seen: boolean) =>
      page.evaluate(`Object.defineProperty(document, "hidden", { value: ${!seen}, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));`);
    const tabs: Page[] = [];
    for (let n = 0; n < 8; n++) {
      const page = await context.newPage();
      await page.goto(`${served.running.url}/#/reports`);
      await page.locator("#state", { hasText: "已连接" }).waitFor();
      await show(page, false);
      tabs.push(page);
    }
    await writeFile(join(served.data, "inbox", "己.html"), officeReport(6));
    const last = tabs.at(-1) as Page;
    await show(last, true);
    await last
      .locator("#rows")
      .getByRole("link", { name: officeName(6) })
      .waitFor();
    const first = tabs[0] as Page;
    expect(
      await first
        .locator("#rows")
        .getByRole("link", { name: officeName(6) })
        .count(),
    ).toBe(0);
    await show(first, true);
    await first
      .locator("#rows")
      .getByRole("link", { name: officeName(6) })
      .waitFor();
    // What was sent is followed to its end, seen or not.
    await place(first, "总览");
    await first.setInputFiles("#files", {
      name: "庚.html",
      mimeType: "text/html",
      buffer: Buffer.from(officeReport(7)),
    });
    await show(first, false);
    await first.locator("#sent-list").getByRole("link", { name: "合格" }).waitFor();
    await context.close();
  },
  120_000,
);
