import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { axeFindings } from "../make/axe.ts";
import { inBrowserTogether } from "../make/browser.ts";
import { sha256 } from "../make/catalog.ts";
import { officeName, officeReport, STRUCK_FIGURE, struckReport } from "../make/reports.ts";
import { until } from "../make/serve.ts";
import { servedPage } from "../make/served-page.ts";

/** The page of a report: read beside its original, asked about, corrected, withdrawn. */

const served = servedPage();

/** A page on a report that has just been handed in. */
async function onReport(name: string, report: string): Promise<Page> {
  const id = sha256(report);
  await writeFile(join(served.data, "inbox", name), report);
  await until(async () => (await fetch(`${served.running.url}/reports/${id}`)).ok);
  const page = await served.browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${served.running.url}/#/reports/${id}`);
  await page.locator(".verdict").waitFor();
  return page;
}
const verdict = (page: Page, words: string) => page.locator(".stamp", { hasText: words }).waitFor();

inBrowserTogether(
  "a doubt is settled from the keyboard, told with name and time, and taken back",
  async () => {
    const page = await onReport("甲.html", struckReport(1));
    await verdict(page, "需人工核对");
    await page.getByRole("button", { name: "开始逐处核对" }).press("Enter");
    // Who it is is asked once.
    await page.locator(":focus[name=reviewer]").waitFor();
    await page.keyboard.type("王芳");
    await page.keyboard.press("Enter");
    await page.getByLabel("原件上是").waitFor();
    await page.getByRole("button", { name: "读得对：1", exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await verdict(page, "合格");
    await page.locator(".verdict:focus").getByText("经王芳人工确认").waitFor();
    expect(await page.locator("#reviews li").allTextContents()).toEqual([expect.stringMatching(/王芳.*确认为1/u)]);
    await page.locator("#reviews").getByRole("button", { name: "撤销" }).click();
    await verdict(page, "需人工核对");
    expect(await page.locator("#reviews li").count()).toBe(2);

    // Another number, typed in full width; the name is known by now, also after a reload.
    await page.reload();
    await page.getByRole("button", { name: "开始逐处核对" }).click();
    await page.getByLabel("原件上是").fill("１１");
    await page.getByRole("button", { name: "改为11", exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("#reviews").getByText("由1改为11").waitFor();
    await verdict(page, "有误须退回");
    await page.close();
  },
  120_000,
);

/** Struck numbers beside all figures of a row: the row is in doubt as a whole. */
const struckRow = (n: number): string =>
  officeReport(n).replace(/(?<=（一）予以公开<\/td>)(?:<td>\d+<\/td>)+/u, (cells) =>
    cells.replaceAll("<td>", "<td><s>1</s>"),
  );

inBrowserTogether(
  "a row in doubt as a whole is typed in its form, and what is empty is said to be so",
  async () => {
    const page = await onReport("整行.html", struckRow(9));
    await page.getByRole("button", { name: "开始逐处核对" }).click();
    await page.getByLabel("您的姓名").fill("王芳");
    await page.keyboard.press("Enter");
    const cells = page.locator(".typing td input");
    await cells.nth(6).waitFor();
    expect(await cells.count()).toBe(7);
    expect(await axeFindings(page)).toEqual([]);
    const read = await cells.evaluateAll((inputs) =>
      inputs.map((input) => (input as unknown as { value: string }).value),
    );
    await page.locator(".typing td :focus").waitFor();
    // What is no number is not sent.
    await page.keyboard.type("1l");
    await page.getByRole("button", { name: "保存这些数字" }).click();
    expect(await page.locator(".typing td input:invalid").count()).toBe(1);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(read[0] as string);
    // Enter goes to the next figure; the second of them is not on the page.
    await page.keyboard.press("Enter");
    await page.keyboard.press("Delete");
    expect(await cells.nth(1).inputValue()).toBe("");
    await page.getByRole("button", { name: "保存这些数字" }).click();
    // What was left open is still asked for.
    await page.locator("#reviews li").nth(5).waitFor();
    expect(await cells.count()).toBe(1);
    await page.getByLabel("没有填的格子，原件上也是空的").check();
    await page.getByRole("button", { name: "保存这些数字" }).click();
    await page.locator("#reviews li").nth(6).waitFor();
    expect(await page.locator("#doubts").count()).toBe(0);
    const said = (await page.locator("#reviews li").allTextContents()).join("\n");
    expect(said.match(/确认为/gu)).toHaveLength(6);
    expect(said).toContain(`页面上没有（原读作${read[1]}）`);
    await page.close();
  },
  120_000,
);

inBrowserTogether(
  "of two people at once the second is told, and sees the first's answer",
  async () => {
    const report = struckReport(2);
    const first = await onReport("乙.html", report);
    const second = await served.browser.newPage();
    // The second has seen the report, and hears nothing of the first's answer before giving one.
    await second.route("**/events", () => {});
    await second.goto(`${served.running.url}/#/reports/${sha256(report)}`);
    for (const [page, name] of [
      [first, "王芳"],
      [second, "李强"],
    ] as const) {
      await page.getByRole("button", { name: "开始逐处核对" }).click();
      const asked = page.getByLabel("您的姓名");
      if ((await asked.count()) > 0) {
        await asked.fill(name);
        await page.keyboard.press("Enter");
      }
      await page.getByLabel("原件上是").waitFor();
    }
    await first.getByRole("button", { name: "读得对" }).click();
    await verdict(first, "合格");
    await second.getByRole("button", { name: "页面上没有这个数" }).click();
    await second.locator(".verdict").getByText("经王芳人工确认").waitFor();
    // It stays when the question is gone, until something else is looked at.
    await second.getByText("这份报告刚有变动").waitFor();
    await second.getByRole("button", { name: "关闭" }).click();
    expect(await second.getByText("这份报告刚有变动").count()).toBe(0);
    expect(await second.locator("#reviews li").count()).toBe(1);
    await Promise.all([first.close(), second.close()]);
  },
  120_000,
);

inBrowserTogether(
  "any figure can be corrected with a reason, and the rules are run again",
  async () => {
    const page = await onReport("丙.html", officeReport(3));
    await verdict(page, "合格");
    await page.locator(`[id="at-${STRUCK_FIGURE}"]`).click();
    // The original shows where it stands.
    expect(await page.locator(".original .looked").textContent()).toBe("3");
    await page.getByRole("button", { name: "更正", exact: true }).click();
    await page.getByLabel("您的姓名").fill("王芳");
    await page.keyboard.press("Enter");
    await page.getByLabel("原件上是").fill("4");
    await page.getByLabel("更正的理由").fill("盖章处改过");
    await page.keyboard.press("Enter");
    await verdict(page, "有误须退回");
    expect(await page.locator("#reviews li").textContent()).toMatch(/由3改为4；理由：盖章处改过/u);
    await page.close();
  },
  120_000,
);

inBrowserTogether(
  "a report leads to its original and to the year before, and can be withdrawn",
  async () => {
    await onReport("丁2023.html", officeReport(4, 2023, 40)).then((page) => page.close());
    const page = await onReport("丁.html", officeReport(4, 2024, 41));
    await page.locator("#last-year tbody tr").first().waitFor();
    const row = page.locator("#last-year tbody tr", { hasText: "行政许可" });
    expect(await row.locator("td").allTextContents()).toEqual([expect.stringContaining("行政许可"), "40", "41", "+1"]);
    const [original] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "下载原件" }).click(),
    ]);
    expect(original.suggestedFilename()).toBe("丁.html");
    page.once("dialog", (dialog) => dialog.accept());
    await page.locator("#submissions").getByRole("button", { name: "撤回" }).click();
    await page.getByText("这份报告已经撤回").waitFor();
    await page.getByRole("link", { name: "返回报告列表" }).click();
    // The list is shown as it was last seen, until it is asked for again.
    await until(async () => (await page.locator("#rows tr", { hasText: officeName(4) }).count()) === 1);
    await page.close();
  },
  120_000,
);

inBrowserTogether(
  "everybody can use it: at a desk, on a telephone, in the dark",
  async () => {
    const page = await onReport("戊.html", struckReport(5));
    // From one report that waits for a look to the next.
    await onReport("己.html", struckReport(6)).then((other) => other.close());
    await page.getByRole("link", { name: /^下一份待核对/u }).click();
    await page.locator(".verdict", { hasText: officeName(5) }).waitFor({ state: "detached" });
    await page.locator(".verdict").waitFor();
    await page.getByRole("button", { name: "开始逐处核对" }).click();
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 844 });
        expect(await axeFindings(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      }
    await page.close();
  },
  120_000,
);

inBrowserTogether(
  "beside a row of which nothing could be read stands what was read next to it",
  async () => {
    // Three cells too few: nobody knows whose the others are.
    const garbled = officeReport(77).replace(/(（一）予以公开<\/td>)(?:<td>\d+<\/td>){3}/u, "$1");
    const page = await onReport("缺格.html", garbled);
    await page.getByRole("button", { name: "开始逐处核对" }).click();
    const before = "第三部分表格“二、上年结转政府信息公开申请数量”行“总计”列";
    await page.getByText(`相邻的${before}已读出：`).waitFor();
    const near = page.getByLabel("原件内容").locator(".near");
    await near.waitFor();
    expect(await near.evaluate((cell) => cell.parentElement?.textContent)).toContain("上年结转");
    expect(await page.locator(".looked").count()).toBe(0);
    await page.close();
  },
  60_000,
);
