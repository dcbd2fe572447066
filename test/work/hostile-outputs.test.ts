import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { load } from "cheerio";
import { strToU8, zipSync } from "fflate";
import { htmlReport } from "../../bench/reports.ts";
import { reportPath } from "../../lib/report/html/index-page.ts";
import { INDEX_SCRIPT } from "../../lib/report/html/index-script.ts";
import { resultFolder } from "../../lib/report/result-names.ts";
import { tabularium } from "../make/command.ts";
import { temporaryFolder } from "../make/serve.ts";

/** Hostile documents and names through the command: whatever they say, what it writes and prints does nothing. */

const ID = "11010519491231002X";
const MOBILE = "13812345678";
/** The same numbers as people write them so that no program finds them. */
const WRITTEN = [ID, MOBILE].flatMap((number) => [
  number,
  [...number].join(" "),
  [...number].join("\u200b"),
  [...number].join("."),
  `${number.slice(0, 7)}<br>${number.slice(7)}`,
  number.replace(/\d/gu, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
  number.replace(/\d/gu, (digit) => "⓪①②③④⑤⑥⑦⑧⑨"[Number(digit)] as string),
  `号A${number}b`,
]);
/** What is left of a number when all is taken away with which it may be written. */
const folded = (text: string): string => text.normalize("NFKC").replace(/[\s\u200b./-]|<br>/gu, "");
const EVIL = `<script>alert(1)</script><img src=x onerror=alert(1)>"'\`&lt;svg onload=alert(1)&gt;`;
const CONTROLS = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202e\u2066\u200f";
/** What terminals obey and what turns the order of characters. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const NAMES = [
  "=HYPERLINK(1).html",
  "+1.html",
  "\t@x.html",
  "改\u202elmth.exe.html",
  "两\n[9∕9] 合格 行.html",
  "红\u001b[31m\u009b31m.html",
  `${"长".repeat(83)}.html`,
  "con.html",
  `${ID}.txt`,
  `李${MOBILE}.html`,
];
const ENTRIES = [
  "../../出.html",
  "/tmp/绝对.html",
  "C:\\盘.html",
  "..\\..\\反.html",
  "甲.html",
  "甲.html/report.json",
  "nul.txt",
  `${"深/".repeat(2500)}底.html`,
  `${"长".repeat(300)}一.html`,
  `${"长".repeat(300)}二.html`,
  "换\n行.html",
];

/** A sound report with hostile text in its title, prose and cells. */
const hostile = (n: number): Uint8Array => {
  const text = new TextDecoder().decode(htmlReport(n));
  const put = (escaped: string) => `${escaped}${CONTROLS}，身份证号${ID}，电话${MOBILE}，${WRITTEN.join("，")}`;
  const inText = EVIL.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return strToU8(
    text
      .replace("<head>", `<head><title>=1+1 ${put(inText)}</title>`)
      .replace("第1项工作：", `=cmd|' /C calc'!A1 ${put(inText)}${EVIL}`)
      .replace(/<td>0<\/td>/u, `<td>=1+${inText}${CONTROLS}</td>`),
  );
};

let folder: string;
let out: string;
let printed: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  out = join(folder, "run", "out");
  await mkdir(join(folder, "in"));
  for (const [n, name] of NAMES.entries()) await writeFile(join(folder, "in", name), hostile(n + 1));
  await writeFile(
    join(folder, "in", "包.zip"),
    zipSync(Object.fromEntries(ENTRIES.map((name, n) => [name, hostile(n + 20)]))),
  );
  await writeFile(join(folder, "in", "空.zip"), zipSync({ "夹/": new Uint8Array(), "夹/.DS_Store": strToU8("x") }));
  const { stdout, stderr } = await tabularium("process", join(folder, "in"), "--out", out);
  printed = stdout + stderr;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const reports = async (): Promise<string[]> =>
  (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name === "report.json")
    .map((entry) => entry.parentPath);

describe("hostile documents", () => {
  test("have a record each, all of them below the folder of the results", async () => {
    expect(await reports()).toHaveLength(NAMES.length + ENTRIES.length + 1);
    expect((await readdir(folder)).sort()).toEqual(["in", "run"]);
    expect(await readdir(join(folder, "run"))).toEqual(["out"]);
    expect(JSON.parse(await readFile(join(out, "空.zip", "report.json"), "utf8"))).toMatchObject({
      status: "failed",
      error: { code: "EMPTY" },
    });
    for (const name of NAMES) expect((await stat(join(out, resultFolder(name), "report.html"))).isFile()).toBe(true);
  });

  test("print nothing that a terminal obeys, and no line of their own", () => {
    expect(printed).not.toMatch(OBEYED);
    expect(printed.match(/^\[\d+\/\d+\]/gmu)).toHaveLength(NAMES.length + ENTRIES.length + 1);
    expect(printed).not.toMatch(/^\[9.9\]/mu);
  });

  test("put no script but the index's own, no request and no handler into a page", async () => {
    const pages = [join(out, "index.html"), ...(await reports()).map((path) => join(path, "report.html"))];
    for (const path of pages) {
      const html = await readFile(path, "utf8");
      const $ = load(html);
      const scripts = $("script").toArray();
      expect(scripts.map((script) => $(script).text())).toEqual(path.endsWith("index.html") ? [INDEX_SCRIPT] : []);
      expect($("iframe, object, embed, form, link, base, svg[onload], img:not([src^='data:'])")).toHaveLength(0);
      const handlers = $("*")
        .toArray()
        .flatMap((element) => Object.keys("attribs" in element ? element.attribs : {}))
        .filter((name) => name.startsWith("on"));
      expect(handlers).toEqual([]);
      expect($("meta[http-equiv='Content-Security-Policy']").attr("content")).toContain("default-src 'none'");
      expect(html).not.toMatch(OBEYED);
    }
  });

  test("are linked from the index, whatever their names", async () => {
    const $ = load(await readFile(join(out, "index.html"), "utf8"));
    const links = $("a[href$='report.html']")
      .toArray()
      .map((element) => decodeURIComponent($(element).attr("href") ?? ""));
    expect(links).toHaveLength(NAMES.length + ENTRIES.length + 1);
    for (const link of links) expect((await stat(join(out, link))).isFile()).toBe(true);
    expect(reportPath(resultFolder("../x"))).toBe("x/report.html");
  });

  test("put no formula into a list", async () => {
    for (const list of ["summary.csv", "problems.csv", "figures.csv"]) {
      const text = await readFile(join(out, list), "utf8");
      for (const line of text.slice(1).split("\r\n")) {
        // Numbers may be negative; text may not begin like a formula, nor behind a quotation mark.
        for (const field of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/u))
          expect(field).not.toMatch(/^"?\s*(?:[=+@\t\r＝＋－＠]|-(?!\d+(?:\.\d+)?$))/u);
      }
      expect(text.slice(1)).not.toMatch(
        /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u,
      );
    }
  });

  test("show no personal number that stands in their text, a figure's cell or their name, however it is written", async () => {
    const files = (await reports()).flatMap((path) => [join(path, "report.json"), join(path, "report.html")]);
    const lists = ["problems.csv", "figures.csv", "summary.csv", "index.html"].map((list) => join(out, list));
    for (const file of [...files, ...lists]) {
      // The results are filed under the file's own name, and links lead there.
      const text = folded((await readFile(file, "utf8")).replace(/ href="[^"]*"/gu, "").replaceAll("\\n", " "));
      expect(text).not.toContain(MOBILE);
      expect(text).not.toContain(ID);
    }
    expect(folded(printed)).not.toMatch(new RegExp(`${MOBILE}|${ID}`, "u"));
  });
});
