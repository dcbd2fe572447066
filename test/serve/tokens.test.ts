import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { tokensIn } from "../../lib/serve/tokens.ts";
import { inBrowserTogether, openBrowser } from "../make/browser.ts";
import { sha256 } from "../make/catalog.ts";
import { officeName, officeReport, STRUCK_FIGURE, struckReport } from "../make/reports.ts";
import { startServe, temporaryFolder, until } from "../make/serve.ts";
import { served } from "../make/served.ts";

/** Several people at one server, each with a token, roles and divisions. */

const NAMES = ["李强", "王芳", "张敏", "赵刚"];
const tokenOf = (name: string): string => `${NAMES.indexOf(name)}-0123456789abcdef`;
const holder = (name: string, roles: readonly string[], divisions?: readonly string[]) => ({
  name,
  token: tokenOf(name),
  roles,
  ...(divisions && { divisions }),
});

async function tokensFile(folder: string, content: unknown, mode = 0o600): Promise<string> {
  const path = join(folder, "tokens.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  await chmod(path, mode);
  return path;
}

const sound = holder("王芳", ["look"]);
test("a file that others can read is refused", async () => {
  await expect(tokensIn(await tokensFile(await temporaryFolder(), [sound], 0o644))).rejects.toThrow(/chmod 600/u);
});

test.each<readonly [string, unknown, RegExp]>([
  ["that is no JSON", "王芳", /不能用/u],
  ["without anybody", [], /不能用/u],
  ["with a role that there is not", [holder("王芳", ["admin"])], /roles/u],
  ["with somebody without a role", [holder("王芳", [])], /roles/u],
  ["with a token that can be guessed", [{ ...sound, token: "short" }], /至少16个字符/u],
  ["with a token that no program can send", [{ ...sound, token: "令牌".repeat(10) }], /英文字母/u],
  ["with a division that is none", [holder("王芳", ["look"], ["37010"])], /行政区划代码/u],
  ["with somebody limited to nothing at all", [holder("王芳", ["look"], [])], /divisions/u],
  ["with two of one name", [sound, { ...sound, token: tokenOf("李强") }], /同名/u],
  ["with one token twice", [sound, { ...sound, name: "李强" }], /令牌相同/u],
])("a file %s is refused in a sentence", async (_, content, sentence) => {
  const path = await tokensFile(await temporaryFolder(), content);
  await expect(tokensIn(path)).rejects.toThrow(sentence);
});

test("a server is not started with a file that can't be used", async () => {
  const data = await temporaryFolder();
  await expect(startServe(data, "--tokens", join(data, "absent.json"))).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining("令牌文件不能用"),
  });
}, 60_000);

test(
  "each does what he may, in his divisions, under his name; the log says who did what",
  served(async ({ data, start, ask, log }) => {
    const all = ["look", "hand-in", "review", "run"];
    const people = [
      holder("李强", all),
      holder("王芳", all, ["370102"]),
      holder("张敏", all, ["370103"]),
      holder("赵刚", ["look"]),
    ];
    await start("--tokens", await tokensFile(data, people));
    const as = (name: string, path: string, init: RequestInit = {}) =>
      ask(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${tokenOf(name)}` } });
    const post = (name: string, path: string, body: unknown, headers = {}) =>
      as(name, path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });

    // A report whose division nobody knows is the county's whose people handed it in.
    const content = struckReport(3);
    const file = { name: "镇/年报.html", bytes: Buffer.byteLength(content) };
    const target = (await (await post("王芳", "/uploads", file)).json()) as { url: string };
    const sent = await as("王芳", new URL(target.url).pathname, { method: "PUT", body: content });
    const { id, name } = (await sent.json()) as { id: string; name: string };
    expect(name).toBe("370102@王芳/镇/年报.html");
    const count = async (who: string): Promise<number> =>
      ((await (await as(who, "/reports")).json()) as { items: unknown[] }).items.length;
    await until(async () => (await count("王芳")) === 1);
    expect([await count("李强"), await count("张敏"), await count("赵刚")]).toEqual([1, 0, 1]);
    for (const path of ["", "/source", "/html", "/readable", "/reviews"])
      expect((await as("张敏", `/reports/${id}${path}`)).status).toBe(404);
    const summary = async (who: string) => ((await (await as(who, "/summary")).json()) as { reports: number }).reports;
    expect([await summary("王芳"), await summary("张敏"), await summary("李强")]).toEqual([1, 0, 1]);

    // What he takes along says what it is about.
    const taken = await as("王芳", "/problems.csv?year=2024");
    expect(decodeURIComponent(taken.headers.get("content-disposition") ?? "")).toContain(
      "问题清单-2024年-行政区划370102.csv",
    );

    // His name stands with what he says, whatever the body says.
    const etag = (await as("王芳", `/reports/${id}`)).headers.get("etag") ?? "";
    const word = { figure: STRUCK_FIGURE, before: 3, after: 3, by: "别人" };
    const reviews = `/reports/${id}/reviews`;
    expect((await post("张敏", reviews, word, { "if-match": etag })).status).toBe(404);
    expect((await post("赵刚", reviews, word, { "if-match": etag })).status).toBe(403);
    const said = await post("王芳", reviews, word, { "if-match": etag });
    expect(await said.json()).toMatchObject({ status: "valid", reviews: [{ by: "王芳" }] });

    // Others' files are as though they did not exist.
    const { submissions } = (await (await as("王芳", `/reports/${id}`)).json()) as {
      submissions: { submission: string }[];
    };
    const withdrawal = `/submissions/${submissions[0]?.submission}`;
    expect((await as("张敏", withdrawal, { method: "DELETE" })).status).toBe(404);
    expect((await as("赵刚", withdrawal, { method: "DELETE" })).status).toBe(403);

    // What concerns everybody is for who is limited to nothing.
    const roster = {
      units: [
        { name: officeName(3), division: "370102" },
        { name: "丁局", division: "370103" },
      ],
    };
    const put = (who: string) =>
      as(who, "/roster?year=2024", {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(roster),
      });
    expect((await put("王芳")).status).toBe(403);
    expect((await put("李强")).status).toBe(200);
    const units = async (who: string) =>
      ((await (await as(who, "/roster?year=2024")).json()) as { units: { name: string }[] }).units.map(
        (unit) => unit.name,
      );
    expect(await units("王芳")).toEqual([officeName(3)]);
    expect(await units("张敏")).toEqual(["丁局"]);

    await as("赵刚", "/reports?search=秘密的词&year=2024");
    // Nor is an address that is good for something put down where nobody is known.
    const signed = new URL(target.url).pathname;
    expect((await ask(signed, { method: "PUT", body: content })).status).toBe(401);
    const lines = log()
      .split("\n")
      .flatMap((line) => (line.includes('"event":"audit"') ? [JSON.parse(line)] : []));
    expect(lines).toContainEqual(
      expect.objectContaining({
        subject: "王芳",
        method: "POST",
        route: "/reports/{id}/reviews",
        report: id,
        status: 201,
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ subject: "张敏", report: id, status: 404 }));
    expect(lines).toContainEqual(
      expect.objectContaining({ subject: "王芳", method: "PUT", path: "/uploads/{ticket}", report: id, status: 201 }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ subject: "赵刚", route: "/reports", asked: "year=2024" }));
    expect(log()).not.toContain(signed);
    expect(log()).not.toMatch(/秘密|0123456789abcdef/u);
  }),
  60_000,
);

inBrowserTogether(
  "who may only look is shown what is in doubt, and asked nothing",
  served(async ({ data, inbox, start, ask }) => {
    const people = [holder("李强", ["look", "review"]), holder("赵刚", ["look"])];
    await start("--tokens", await tokensFile(data, people));
    const content = struckReport(5);
    await writeFile(inbox("年报.html"), content);
    const authorization = `Bearer ${tokenOf("赵刚")}`;
    await until(async () => (await ask(`/reports/${sha256(content)}`, { headers: { authorization } })).ok);
    const { url } = await ask(`/health`);
    const browser = await openBrowser();
    const asked = async (name: string) => {
      const page = (await browser?.newPage()) as Page;
      await page.goto(new URL(`/?token=${tokenOf(name)}#/reports/${sha256(content)}`, url).href);
      await page.locator("#doubts .doubt-list button").first().click();
      await page.getByLabel("核对这一处").getByText("读作").waitFor();
      return {
        answers: await page.getByLabel("您的姓名").or(page.getByLabel("原件上是")).count(),
        starts: await page.getByRole("button", { name: "开始逐处核对" }).count(),
      };
    };
    try {
      expect(await asked("李强")).toEqual({ answers: 1, starts: 1 });
      expect(await asked("赵刚")).toEqual({ answers: 0, starts: 0 });
    } finally {
      await browser?.close();
    }
  }),
  120_000,
);

inBrowserTogether(
  "who sends another county's report learns that it was read, and that it is not his to see",
  served(async ({ data, start, ask }) => {
    await start("--tokens", await tokensFile(data, [holder("张敏", ["look", "hand-in"], ["370103"])]));
    const { url } = await ask(`/health`);
    const browser = await openBrowser();
    try {
      const page = (await browser?.newPage()) as Page;
      await page.goto(new URL(`/?token=${tokenOf("张敏")}`, url).href);
      const content = officeReport(1).replaceAll(officeName(1), "济南市历下区教育局");
      await page.setInputFiles("#files", { name: "年报.html", mimeType: "text/html", buffer: Buffer.from(content) });
      await page.locator("#sent-list").getByText("已处理，报告不属于您能查看的地区").waitFor();
    } finally {
      await browser?.close();
    }
  }),
  120_000,
);
