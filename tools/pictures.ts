import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { tabularium } from "../test/make/command.ts";
import { examplesOf, readPage } from "../test/make/examples.ts";
import { startServe } from "../test/make/serve.ts";

/**
 * Takes the pictures of README and docs from what the program makes of samples/, in a Chromium of this machine
 * (CHROMIUM names another), and draws the researcher's chart with that page's own Python (PYTHON names an interpreter
 * with pandas, duckdb and matplotlib). They are never made or touched up by hand.
 *
 *     npm run pictures
 */

const PICTURES = "docs/pictures";
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** The report with one fault of each common kind. */
const REPORT = "云泽县教育局2024年政府信息公开工作年度报告.docx";
/** CSS pixels: what fits beside the text of a page on the web without being shrunk beyond reading. */
const WIDTH = 1080;

async function take(browser: Browser, name: string, height: number, open: (page: Page) => Promise<void>) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height }, locale: "zh-CN" });
  await open(page);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  await page.close();
  console.log(`${PICTURES}/${name}.png`);
}

/** The page of `serve` with the samples in its inbox, once all are read. */
async function takeServe(browser: Browser, folder: string): Promise<void> {
  await cp("samples", join(folder, "inbox"), { recursive: true });
  const running = await startServe(folder);
  try {
    await take(browser, "serve", 1000, async (page) => {
      await page.goto(running.url);
      await page.getByText("全部处理完毕").waitFor({ timeout: 60_000 });
      await page.getByRole("link", { name: "报告", exact: true }).click();
      await page.locator("#rows tr").nth(9).waitFor();
    });
  } finally {
    await running.stop();
  }
}

async function processed(input: string, out: string): Promise<void> {
  const { code, stderr } = await tabularium("process", input, "--out", out);
  if (code !== 0) throw new Error(stderr);
}

/** What the notebook of the researcher's tutorial draws. */
async function takeChart(folder: string): Promise<void> {
  await processed("docs/tutorials/five-years.zip", join(folder, "years"));
  const notebook = examplesOf(await readPage("docs/tutorials/researcher.md"))
    .filter(({ language }) => language === "python")
    .map(({ code }) => code)
    .join("\n");
  execFileSync(process.env.PYTHON ?? "python3", ["-c", notebook], { cwd: folder });
  await cp(join(folder, "five-years.png"), join(PICTURES, "five-years.png"));
  console.log(`${PICTURES}/five-years.png`);
}

if (!existsSync(CHROMIUM)) throw new Error(`no Chromium at ${CHROMIUM}: set CHROMIUM to its path`);
const folder = await mkdtemp(join(tmpdir(), "tabularium-"));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
try {
  const results = join(folder, "results");
  await processed("samples", results);
  const show = (file: string) => async (page: Page) => {
    await page.goto(pathToFileURL(resolve(results, file)).href);
  };
  await take(browser, "report", 910, show(`${REPORT}/report.html`));
  await take(browser, "index", 760, show("index.html"));
  await takeServe(browser, join(folder, "data"));
  await takeChart(folder);
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
