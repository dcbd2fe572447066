import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { read, utils } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { openBrowser } from "../make/browser.ts";
import {
  BLURRED,
  BROKEN,
  COUNTY,
  countyReport,
  FAULTY,
  type HandedIn,
  handedIn,
  NAMESAKES,
  receivedBy,
  rosterSheet,
  SCANNED,
  STRUCK,
  soundReport,
  TWICE,
  UNITS,
  unitName,
  YEAR,
} from "../make/january.ts";
import { OFFICES, type Office } from "../make/january-offices.ts";
import { temporaryFolder, until } from "../make/serve.ts";

/**
 * A county's January: collected, checked, sent back, taken again, confirmed, added up. Minutes long. On `serve` a person
 * confirms in a browser, and the server is killed ten times; on the functions the same is asked of the API.
 */

const played = process.env.TABULARIUM_VERIFY === "full" ? describe : describe.skip;

// biome-ignore lint/suspicious/noExplicitAny: answers are as different as what is asked
type Answer = any;

played.each(OFFICES)("a January of sixty units on %s", (_, open) => {
  let office: Office;
  let files: readonly HandedIn[];
  beforeAll(async () => {
    files = await handedIn();
    office = await open();
  }, 300_000);
  afterAll(() => office?.close());

  const ask = (path: string, options?: RequestInit) => office.ask(path, options);
  const json = async (path: string): Promise<Answer> => (await ask(path)).json();
  const bytesOf = async (path: string) => new Uint8Array(await (await ask(path)).arrayBuffer());
  const settled = (count: number) =>
    until(async () => {
      const { settled: placed, states } = await json(`/roster?year=${YEAR}`);
      const { items } = await json("/reports?all=true&limit=200");
      return items.length >= count && placed && (states.reading ?? 0) === 0;
    }, 900_000);
  const roster = (): Promise<Answer> => json(`/roster?year=${YEAR}`);
  const unitOf = async (n: number): Promise<Answer> =>
    (await roster()).units.find(({ name }: Answer) => name === unitName(n));
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    ask(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  test("the roster comes as a sheet, and fifty-two files amid interruptions: nothing is lost", async () => {
    const put = await ask(`/roster?year=${YEAR}`, {
      method: "PUT",
      headers: { "content-type": "text/csv" },
      body: rosterSheet(),
    });
    expect(put.status).toBe(200);
    expect((await roster()).states).toEqual(expect.objectContaining({ missing: UNITS }));
    for (const [at, file] of files.entries()) {
      await office.handIn(file);
      if (at % 5 === 4) await office.interrupt();
    }
    await settled(files.length);
    const { items } = await json("/reports?all=true&limit=200");
    // What can't be read is there too; the worse file of one unit is held.
    expect(items).toHaveLength(files.length);
  }, 1_200_000);

  /** Answers all that is in doubt of a unit's report with what it was made with. */
  async function confirmAll(n: number): Promise<void> {
    const { report } = await unitOf(n);
    const answer = await ask(`/reports/${report.id}`);
    const found = (await answer.json()) as Answer;
    if (found.uncertain.length === 0) return;
    const words = found.uncertain.map((figure: string) => ({ figure, ...wordOn(found, n, figure), by: "李强" }));
    const said = await post(`/reports/${report.id}/reviews`, words, { "if-match": answer.headers.get("etag") ?? "" });
    expect([said.status, ((await said.json()) as Answer).uncertain]).toEqual([201, []]);
  }

  test("the roster tells of each unit where it stands", async () => {
    const { units, unmatched } = await roster();
    const stateOf = (n: number) => units.find(({ name }: Answer) => name === unitName(n))?.state;
    expect([STRUCK, ...FAULTY, BROKEN, 60, 3].map(stateOf)).toEqual([
      "to-confirm",
      ...FAULTY.map(() => "faulty"),
      "received",
      "missing",
      "in-order",
    ]);
    for (const n of [SCANNED, BLURRED]) expect(["to-confirm", "in-order"]).toContain(stateOf(n));
    for (const n of NAMESAKES) expect(stateOf(n)).toBe("in-order");
    // A worse report of an office does not replace a better one by itself.
    expect((await unitOf(TWICE)).held).not.toBeNull();
    expect((await unitOf(TWICE)).report.status).toBe("valid");
    expect(unmatched.every(({ name }: Answer) => name.includes("通知"))).toBe(true);
  });

  test("a person confirms, and the worse report is decided on", async () => {
    const { report } = await unitOf(STRUCK);
    const url = office.url();
    const browser = url === null ? null : await openBrowser();
    if (browser === null) await confirmAll(STRUCK);
    else {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${url}/#/reports/${report.id}`);
      await page.getByRole("button", { name: "开始逐处核对" }).click();
      await page.getByLabel("您的姓名").fill("王芳");
      await page.keyboard.press("Enter");
      await page
        .getByRole("button", { name: /^读得对/u })
        .first()
        .waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".stamp", { hasText: "合格" }).waitFor();
      await browser.close();
    }
    await until(async () => (await unitOf(STRUCK)).state === "in-order", 20_000);
    const { held } = await unitOf(TWICE);
    expect((await post(`/reports/${held}/standing`, { replace: false, by: "王芳", reason: "原件不清" })).status).toBe(
      200,
    );
    expect((await unitOf(TWICE)).held).toBeNull();
  }, 120_000);

  test("what is wrong goes back in a letter a unit, and comes again", async () => {
    const letters = unzipSync(await bytesOf(`/roster/notices.zip?year=${YEAR}`));
    // To the one whose file can't be read, too.
    const told = [...FAULTY, BROKEN];
    for (const n of told) expect(Object.keys(letters).filter((name) => name.includes(unitName(n)))).toHaveLength(1);
    const ids = await Promise.all(told.map(async (n) => (await unitOf(n)).id));
    expect((await post(`/roster/sent-back?year=${YEAR}`, { units: ids, by: "王芳" })).status).toBe(200);
    for (const n of told) expect((await unitOf(n)).state).toBe("sent-back");
    for (const n of told) await office.handIn(soundReport(n));
    await until(async () => {
      const states = await Promise.all(told.map(async (n) => (await unitOf(n)).state));
      return states.every((state) => state === "in-order");
    }, 120_000);
  }, 200_000);

  test.each([SCANNED, BLURRED])(
    "what is in doubt in the picture of unit %i is answered by its original",
    async (n) => {
      await confirmAll(n);
      expect(["in-order", "faulty"]).toContain((await unitOf(n)).state);
    },
    120_000,
  );

  test("the sum is what a recount of what was written gives, and workbook and letters are files that others open", async () => {
    const { units } = await roster();
    const inOrder = inOrderOf(units);
    const recount = inOrder.reduce((sum: number, n: number) => sum + receivedBy(n), 0);
    const { groups } = await json(`/summary?year=${YEAR}`);
    const valid = groups.find(({ status }: Answer) => status === "valid");
    expect(valid.reports).toBe(inOrder.length);
    expect(valid.figures["applications.newlyReceived.total"].sum).toBe(recount);
    const workbook = await bytesOf(`/summary.xlsx?year=${YEAR}`);
    expect(Object.keys(unzipSync(workbook))).toContain("xl/workbook.xml");
    const folder = await temporaryFolder();
    await opensInOffice(workbook, "summary.xlsx", folder);
    await opensInOffice(await bytesOf(`/summary.docx?year=${YEAR}`), "summary.docx", folder);
    await opensInOffice(await bytesOf(`/problems.xlsx?year=${YEAR}`), "problems.xlsx", folder);
    await rm(folder, { recursive: true });
  }, 300_000);

  test("the county's own report is held against the sum of its units", async () => {
    const { headers } = await ask(`/roster?year=${YEAR}`);
    const { due, units } = await roster();
    const inOrder = inOrderOf(units);
    const counting = units.map((unit: Answer) => ({ ...unit, counts: unit.state === "in-order" }));
    const put = await ask(`/roster?year=${YEAR}`, {
      method: "PUT",
      headers: { "content-type": "application/json", "if-match": headers.get("etag") ?? "" },
      body: JSON.stringify({ due, units: counting }),
    });
    expect(put.status).toBe(200);
    for (const [name, reported, says] of [
      ["县政府年报.html", inOrder, "与各单位之和一致"],
      ["县政府年报（二）.html", [...inOrder, 1], `与所属${inOrder.length}个单位之和不一致`],
    ] as const) {
      await office.handIn(countyReport(reported, name));
      const current = async (): Promise<Answer> =>
        (await json(`/reports?organization=${COUNTY}&year=${YEAR}`)).items.find((item: Answer) => item.name === name);
      await until(async () => (await current()) !== undefined, 120_000);
      const parent = (await current()).id;
      const { Sheets } = read(await bytesOf(`/summary.xlsx?year=${YEAR}&parent=${parent}`));
      const rows = utils.sheet_to_json(Sheets.汇总说明 ?? {}, { header: 1 }) as string[][];
      expect(rows.find(([what]) => what === "与本级报告比对")?.[1]).toContain(says);
    }
  }, 300_000);
});

const inOrderOf = (units: Answer[]): number[] =>
  units.flatMap(({ name, state }) => (state === "in-order" ? [numberOf(name)] : []));

const numberOf = (name: string): number =>
  Array.from({ length: UNITS }, (_, index) => index + 1).find((n) => unitName(n) === name) ?? 0;

/** What stands of a thing in the report of a unit as read, and what it was made with. */
function wordOn(read: Answer, n: number, name: string): { readonly before: unknown; readonly after: unknown } {
  if (name === "organization") return { before: read.organization?.name ?? null, after: unitName(n) };
  if (name === "year") return { before: read.year, after: YEAR };
  if (name === "template") return { before: read.template, after: "2021" };
  const [table, ...rest] = name.split(".");
  const before = read.tables[table as string][rest.slice(0, -1).join(".")]?.[rest.at(-1) as string] ?? null;
  return { before, after: printedIn(n, name) };
}

/** What a report was made with: everything but these figures is 0. */
function printedIn(n: number, figure: string): number {
  const parts: Readonly<Record<string, number>> = {
    "proactive.licensing.decisions": n,
    "proactive.fees.amount": n + 0.5,
  };
  const natural: Readonly<Record<string, number>> = {
    granted: n % 97,
    "unavailable.notHeld": n % 31,
    carriedForward: n % 5,
    resultTotal: (n % 97) + (n % 31),
    newlyReceived: (n % 97) + (n % 31) + (n % 5),
  };
  const business: Readonly<Record<string, number>> = {
    "denied.internalAffairs": n % 7,
    resultTotal: n % 7,
    newlyReceived: n % 7,
  };
  if (parts[figure] !== undefined) return parts[figure];
  const [table, ...rest] = figure.split(".");
  if (table !== "applications") return 0;
  const [row, column] = [rest.slice(0, -1).join("."), rest.at(-1)];
  if (column === "naturalPerson") return natural[row] ?? 0;
  if (column === "business") return business[row] ?? 0;
  return column === "total" ? (natural[row] ?? 0) + (business[row] ?? 0) : 0;
}

/** LibreOffice, where it is, makes pages of it. */
async function opensInOffice(bytes: Uint8Array, name: string, folder: string): Promise<void> {
  const run = promisify(execFile);
  if (!(await run("soffice", ["--version"]).catch(() => null))) return;
  const place = join(folder, name);
  await writeFile(place, bytes);
  // A profile of its own: beside another LibreOffice of the same user it would end without a word.
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "office"))}`;
  const { stdout } = await run("soffice", [profile, "--headless", "--convert-to", "pdf", "--outdir", folder, place]);
  expect(stdout).toContain(".pdf");
}
