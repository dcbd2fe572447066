import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { axeFindings } from "../make/axe.ts";
import { inBrowser } from "../make/browser.ts";
import { officeName, officeReport, struckReport } from "../make/reports.ts";
import { until } from "../make/serve.ts";
import { servedPage } from "../make/served-page.ts";

/** The overview: a roster as progress, and what a person is asked. */

const served = servedPage();

/** A sound report with a sum that is one too many. */
const faultyReport = (n: number): string =>
  officeReport(n).replace(
    /(（七）总计<\/td>(?:<td>\d+<\/td>){6}<td>)(\d+)/u,
    (_, before, sum) => `${before}${Number(sum) + 1}`,
  );

const stateOf = (page: Page, name: string) =>
  page
    .locator("#units tr", { has: page.getByRole("link", { name, exact: true }) })
    .locator("td")
    .nth(1);

inBrowser(
  "a roster is typed, tells who is missing, asks whose a report is, and notes what was sent back",
  async () => {
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${served.running.url}/?#/?year=2024`);
    await page.getByText("这一年还没有报送名单").waitFor();
    const [good, faulty, doubtful, missing] = [1, 2, 3, 4].map(officeName) as [string, string, string, string];
    await page.getByLabel("或者在这里录入").fill(`${good}\n${faulty}\n${doubtful}\n${missing}、丁镇`);
    await page.getByLabel("截止日期").fill("2099-01-20");
    await page.getByRole("button", { name: "保存这4个单位" }).click();
    await page.getByText("应交4个单位").waitFor();
    await page.getByRole("button", { name: /^4\s*未交$/u }).waitFor();

    await writeFile(join(served.data, "inbox", "甲.html"), officeReport(1));
    await writeFile(join(served.data, "inbox", "乙.html"), faultyReport(2));
    await writeFile(join(served.data, "inbox", "丙.html"), struckReport(3));
    await mkdir(join(served.data, "inbox", "某处"));
    await writeFile(join(served.data, "inbox", "某处", "戊.html"), officeReport(5));
    await stateOf(page, good).getByText("合格").waitFor();
    await stateOf(page, faulty).getByText("有误待退回").waitFor();
    await stateOf(page, doubtful).getByText("待确认").waitFor();
    expect(await stateOf(page, missing).textContent()).toBe("未交");

    // A report that names nobody of them: asked once.
    const asked = page.locator("#unmatched li");
    await asked.getByLabel("是哪个单位的").fill(missing);
    await asked.getByRole("button", { name: "确定" }).click();
    await stateOf(page, missing).getByText("合格").waitFor();
    await page.locator("#unmatched").waitFor({ state: "detached" });

    await page.getByRole("button", { name: /^1\s*有误待退回$/u }).click();
    expect(await page.locator("#units tbody tr").count()).toBe(1);
    const [letters] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "下载退回修改通知（1个单位" }).click(),
    ]);
    expect(letters.suggestedFilename()).toMatch(/^退回修改通知.*\.zip$/u);
    await page.getByRole("button", { name: "记为已退回" }).first().click();
    await page.getByText("没有这样的单位").waitFor();
    await page.getByRole("button", { name: /^1\s*已退回$/u }).click();
    await stateOf(page, faulty).getByText("已退回").waitFor();
    expect(await page.locator("#units").getByRole("link", { name: "下载退回通知" }).count()).toBe(1);
    // Corrected, and so answered.
    await writeFile(join(served.data, "inbox", "乙.html"), officeReport(2));
    await page.getByRole("button", { name: /^3\s*合格$/u }).waitFor();

    // An entry is changed in its place.
    await page.getByRole("button", { name: /^0\s*已退回$/u }).click();
    await page.getByLabel("找单位").fill("丁镇");
    await page.getByRole("button", { name: "修改", exact: true }).click();
    await page.getByLabel("联系人", { exact: true }).fill("赵敏 5551234");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.locator("#units").getByText("赵敏 5551234").waitFor();
    // Called otherwise, it is what it was, with the report that was said to be its own and those of its former name.
    await page.getByRole("button", { name: "修改", exact: true }).click();
    await page.getByLabel("单位名称", { exact: true }).fill("丁镇人民政府");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await stateOf(page, "丁镇人民政府").getByText("合格").waitFor();
    expect(await page.locator("#unmatched").count()).toBe(0);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
    await page.close();
  },
  180_000,
);

inBrowser(
  "a newer report that is worse is asked about; a roster comes from a sheet, and one that calls a unit otherwise asks",
  async () => {
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${served.running.url}/#/?year=2023`);
    await page.setInputFiles("#roster-sheet", {
      name: "名单.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`单位名称,截止日期\n${officeName(6)},2020-01-01\n`),
    });
    await page.getByText("逾期1个").waitFor();
    await writeFile(join(served.data, "inbox", "己.html"), officeReport(6, 2023));
    await stateOf(page, officeName(6)).getByText("合格").waitFor();
    await writeFile(join(served.data, "inbox", "己（扫描）.html"), struckReport(6, 2023));
    await page.locator("#held").getByText("新交的“己（扫描）.html”").waitFor();
    await stateOf(page, officeName(6)).getByText("已交待处理").waitFor();
    await page.locator("#held").getByRole("button", { name: "换成新交的" }).click();
    await stateOf(page, officeName(6)).getByText("待确认").waitFor();
    expect(await page.locator("#held").count()).toBe(0);

    // A sheet that only calls it otherwise: whether it is the same is asked once.
    page.once("dialog", (dialog) => dialog.accept());
    const now = `${officeName(6)}（改组）`;
    await page.setInputFiles("#roster-sheet", {
      name: "新名单.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`单位名称,截止日期\n${now},2020-01-01\n`),
    });
    const asked = page.locator("#renamings");
    await asked.getByText(`“${now}”是原来的“${officeName(6)}”改名的吗？`).waitFor();
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
    await asked.getByRole("button", { name: "是，改了名" }).click();
    await asked.waitFor({ state: "detached" });
    await stateOf(page, now).getByText("待确认").waitFor();
    expect(await page.locator("#unmatched").count()).toBe(0);
    await page.close();
  },
  120_000,
);

inBrowser(
  "two towns of one name are told apart by their divisions",
  async () => {
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${served.running.url}/#/?year=2022`);
    await page.setInputFiles("#roster-sheet", {
      name: "名单.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("单位名称,行政区划代码\n青山镇人民政府,370102\n青山镇人民政府,370103\n"),
    });
    await page.locator("#units tbody tr").nth(1).waitFor();
    const shown = await page.locator("#units tbody td:first-child").allTextContents();
    expect(shown).toEqual(["青山镇人民政府370102", "青山镇人民政府370103"]);
    await page.close();
  },
  120_000,
);

inBrowser(
  "lists are searched and sorted, and what tells no year stays in sight",
  async () => {
    for (const [name, text] of [
      ["庚.html", officeReport(7)],
      ["辛.html", officeReport(8)],
      ["没有年度.txt", "会议通知：请按时参加。"],
    ] as const)
      await writeFile(join(served.data, "inbox", name), text);
    await until(async () => {
      const { statuses } = (await (await fetch(`${served.running.url}/summary`)).json()) as {
        statuses: { unrecognized: number };
      };
      return statuses.unrecognized > 0;
    });
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${served.running.url}/#/reports?year=2024`);
    await page.getByText("另有1份文件看不出年度").waitFor();
    await page.getByLabel("机关或文件").fill(officeName(7).slice(3, 6));
    await page.locator("#rows tr").nth(1).waitFor({ state: "detached" });
    expect(await page.locator("#rows a").allTextContents()).toEqual([officeName(7)]);
    expect(await page.getByRole("link", { name: /全部文件/u }).textContent()).toContain("1");
    expect(await page.getByText("问题清单（表格）").getAttribute("href")).toContain("search=");
    // Nothing that is asked for hides what could not be read: it is told, and the way leads to it.
    for (const asked of [
      `year=2024&search=${officeName(7)}`,
      "division=37",
      "profile=disclosure-annual-report&year=2024",
    ])
      for (const place of ["reports", "problems"]) {
        await page.goto(`${served.running.url}/#/${place}?${asked}`);
        await page.getByText(/另有1份文件(?:看不出年度|没有读成报告)/u).waitFor();
        await page.getByRole("link", { name: "去看看" }).click();
        await page.getByRole("link", { name: "没有年度.txt" }).waitFor();
      }
    await page.goto(`${served.running.url}/#/reports?year=2024`);

    // What is being typed stays, whatever comes meanwhile.
    await page.getByLabel("行政区划代码").fill("37x");
    await writeFile(join(served.data, "inbox", "壬.html"), officeReport(9));
    await page.getByLabel("机关或文件").fill("");
    await page.getByRole("link", { name: officeName(9) }).waitFor();
    expect(await page.getByLabel("行政区划代码").inputValue()).toBe("37x");
    await page.getByText("代码是2位、4位或6位数字").waitFor();
    await page.locator("#rows tr").nth(1).waitFor();
    const names = () => page.locator("#rows td:first-child a").allTextContents();
    await page.getByRole("button", { name: "机关与文件" }).click();
    const up = await names();
    await page.getByRole("button", { name: "机关与文件" }).click();
    expect(await names()).toEqual([...up].reverse());
    expect(up).toEqual([...up].sort(new Intl.Collator("zh-CN", { numeric: true }).compare));

    await page.getByRole("link", { name: "去看看" }).click();
    await page.getByRole("link", { name: "没有年度.txt" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    for (const [place, words] of [
      ["问题", "各类问题"],
      ["合计", "下载汇总表（表格）"],
    ] as const) {
      await page.goto(`${served.running.url}/#/reports?year=2024`);
      await page.getByRole("link", { name: place, exact: true }).click();
      await page.getByText(words).waitFor();
      expect(await axeFindings(page)).toEqual([]);
    }
    const [table] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "下载汇总表（表格）" }).click(),
    ]);
    expect(table.suggestedFilename()).toMatch(/^汇总表.*2024.*\.xlsx$/u);
    await page.close();
  },
  120_000,
);

inBrowser(
  "of many files that are no report the newest are shown, and the way to all",
  async () => {
    for (let n = 1; n <= 51; n++) await writeFile(join(served.data, "inbox", `通知${n}.txt`), `会议通知第${n}号。`);
    await until(async () => {
      const { statuses } = (await (await fetch(`${served.running.url}/summary`)).json()) as {
        statuses: { unrecognized: number };
      };
      return statuses.unrecognized > 50;
    });
    const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(served.running.url);
    await page.locator("#unusable h2").getByText("最近的50份").waitFor();
    await page.locator("#unusable").getByRole("link", { name: "看全部" }).click();
    await page.getByRole("button", { name: "再显示一些" }).click();
    await page.getByRole("link", { name: "通知1.txt", exact: true }).waitFor();
    await page.close();
  },
  180_000,
);
