import { rm } from "node:fs/promises";
import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { load } from "cheerio";
import sharp from "sharp";
import { documentOf, pdfReport } from "../../bench/reports.ts";
import type { OcrEngine } from "../../lib/recognition/engine.ts";
import { reportHtml } from "../../lib/report/html/report-page.ts";
import type { Report } from "../../lib/report/schema.ts";
import { readPictures, writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { blankPicture, engineThatReads, type Misreading } from "../make/looks.ts";
import { pdfOf } from "../make/pages.ts";
import { processed } from "../make/readings.ts";
import { temporaryFolder } from "../make/serve.ts";

jest.setTimeout(60_000);

const TOTAL = "applications.newlyReceived.total";
const FIRST = "applications.newlyReceived.naturalPerson";

describe("a picture whose sums fail", () => {
  const pdf = pdfReport(3);
  let printed: Report;
  let picture: Uint8Array;
  beforeAll(async () => {
    printed = (await processed("a.pdf", pdf)).report;
    picture = await blankPicture();
  });

  const misread = (name: string, first: string, second = first): Misreading => {
    const where = printed.figures[name]?.where;
    if (!where || !("page" in where)) throw new Error(`${name} stands nowhere`);
    return { page: where.page, box: where.box as Misreading["box"], looks: [first, second] };
  };
  async function read(first: readonly Misreading[], again: readonly Misreading[]) {
    const { engine, lookedAgainAt } = await engineThatReads(pdf, { first, again });
    const { report, pictures } = await processed("a.png", picture, engine);
    return { report, pictures, lookedAgainAt };
  }

  test("is not looked at again where all sums hold", async () => {
    const { report, pictures, lookedAgainAt } = await read([], []);
    expect(report.status).toBe("valid");
    expect(report.tables).toEqual(printed.tables);
    expect(lookedAgainAt).toEqual([]);
    expect(pictures).toBeUndefined();
  });

  test("is read as the further looks have it", async () => {
    const { report, lookedAgainAt } = await read([misread(TOTAL, "9999")], []);
    expect(report.status).toBe("valid");
    expect(report.tables).toEqual(printed.tables);
    for (const name of [TOTAL, FIRST]) {
      const where = printed.figures[name]?.where;
      expect(lookedAgainAt).toContainEqual(where && "page" in where && where.box);
    }
  });

  test("is found wrong, its figures certain, where the further looks agree with the first", async () => {
    const { report, pictures } = await read([misread(TOTAL, "9999")], [misread(TOTAL, "9999")]);
    expect(report.status).toBe("invalid");
    expect(report.uncertain).toEqual([]);
    expect(report.figures[TOTAL]?.text).toBe("9999");
    expect(report.findings.map(({ code }) => code)).toContain("APP-ROW");
    expect([...(pictures?.pages.keys() ?? [])]).toEqual([1]);
    expect(pictures?.cutouts.size).toBe(0);
  });

  test("keeps both readings of a figure on which the looks differ, whatever the sum says", async () => {
    const { report, pictures } = await read([misread(TOTAL, "9999")], [misread(TOTAL, "9999", "9998")]);
    expect(report.status).toBe("needs-review");
    expect(report.uncertain).toEqual([TOTAL]);
    expect(report.figures[TOTAL]?.text).toBe("9999");
    expect(report.findings.find(({ code }) => code === "READ-DIFFERENT")?.message).toContain("9999或9998");
    expect([...(pictures?.cutouts.keys() ?? [])]).toEqual([TOTAL]);
    const html = load(reportHtml(report, pictures));
    expect(html(".doubts li").text()).toContain("读作“9999”或“9998”，第");
    expect(
      html(".doubts img, figure img")
        .toArray()
        .map((image) => html(image).attr("src")?.slice(0, 23)),
    ).toEqual(["data:image/jpeg;base64,", "data:image/jpeg;base64,"]);
    for (const link of html("a").toArray()) expect(html(`[id="${html(link).attr("href")?.slice(1)}"]`).length).toBe(1);
  });
});

describe("a PDF in which a figure does not look as its codes say", () => {
  const covered = pdfOf(documentOf(3), "", (page) => ({
    ...page,
    content: page.content.replace(
      /BT \/F [\d.]+ Tf 0 Tr 1 0 0 1 ([\d.]+) ([\d.]+) Tm <0033> Tj ET\n/u,
      (text, x, y) => `${text}q 1 g ${x} ${Number(y) - 1} 6 9 re f Q\n`,
    ),
  }));
  const readingOf = async (pdf: Uint8Array) => {
    const { engine } = await engineThatReads(pdf, { first: [], again: [] });
    return processed("a.pdf", pdf, engine);
  };

  test("shows the picture of that cell beside the reason", async () => {
    const { report, pictures } = await readingOf(covered);
    expect(report.status).toBe("needs-review");
    // The first 3 of a page each.
    expect(report.uncertain).toEqual(["proactive.licensing.decisions", "applications.newlyReceived.business"]);
    const html = load(reportHtml(report, pictures));
    const items = html(".doubts li").toArray();
    expect(items.map((item) => html(item).text().includes("被"))).toEqual([true, true]);
    expect(items.map((item) => html(item).find("img").attr("src")?.slice(0, 23))).toEqual([
      "data:image/jpeg;base64,",
      "data:image/jpeg;base64,",
    ]);
  });

  test("needs no picture where all is as it looks", async () => {
    const { report, pictures } = await readingOf(pdfReport(3));
    expect(report.status).toBe("valid");
    expect(pictures).toBeUndefined();
  });
});

describe("a picture of which no figure was understood", () => {
  test("is shown in the report, with what was found on it", async () => {
    const { engine } = await engineThatReads(pdfReport(3), { first: [], again: [] });
    const garbled: OcrEngine = {
      ...engine,
      recognise: async (...asked) => {
        const page = await engine.recognise(...asked);
        const sheets = page.sheets.map(({ geometry, ...sheet }) => ({
          ...sheet,
          second: [],
          geometry: { ...geometry, glyphs: geometry.glyphs.map((glyph) => ({ ...glyph, text: "口" })) },
        }));
        return { ...page, sheets };
      },
    };
    const { report, pictures } = await processed("a.png", await blankPicture(), garbled);
    expect(report.status).toBe("unrecognized");
    expect(report.source.shownPages).toEqual([1]);
    const page = pictures?.pages.get(1);
    const { data } = await sharp(page).raw().toBuffer({ resolveWithObject: true });
    expect(data.some((value) => value < 128)).toBe(true);
    const html = load(reportHtml(report, pictures));
    expect(html("figure figcaption").text()).toContain("没有从这一页读出表中数字");
    expect(html("figure img").attr("src")).toMatch(/^data:image\/jpeg;base64,/u);
    const folder = await temporaryFolder();
    const store = directoryStore(folder);
    await writeResult(store, "a", { report, document: null, ...(pictures && { pictures }) });
    // As it is made anew of what was filed, once somebody has said something of it.
    expect(reportHtml(report, await readPictures(store, "a", report))).toBe(reportHtml(report, pictures));
    await rm(folder, { recursive: true });
  });
});
