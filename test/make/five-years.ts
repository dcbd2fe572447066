import { writeFile } from "node:fs/promises";
import { strToU8, zipSync } from "fflate";
import { figuresOf } from "./figures.ts";
import { html, type SampleReport, titleOf } from "./sample-reports.ts";

/**
 * Writes docs/tutorials/five-years.zip: what three invented offices reported from 2020 to 2024, over the change of
 * form in 2021. One report has a total that is one too many, one has a struck figure. Run by hand:
 * npx tsx test/make/five-years.ts
 */

/** An office's year: applications granted, not held, and still open at its end; decisions on licences. */
type Year = readonly [granted: number, notHeld: number, open: number, licences: number];

const FIRST_YEAR = 2020;
const OFFICES: Readonly<Record<string, readonly Year[]>> = {
  云泽县教育局: [
    [11, 3, 1, 40],
    [14, 4, 2, 43],
    [18, 5, 2, 39],
    [20, 7, 2, 44],
    [24, 8, 3, 46],
  ],
  云泽县卫生健康局: [
    [9, 1, 0, 511],
    [31, 6, 4, 530],
    [27, 5, 3, 588],
    [6, 2, 0, 601],
    [3, 1, 0, 642],
  ],
  云泽县青溪镇人民政府: [
    [2, 0, 0, 180],
    [3, 1, 1, 192],
    [4, 1, 0, 205],
    [5, 2, 1, 198],
    [5, 2, 2, 214],
  ],
};

function reportOf(author: string, years: readonly Year[], index: number): SampleReport {
  const [granted, notHeld, open, licences] = years[index] as Year;
  const openBefore = years[index - 1]?.[2] ?? 0;
  const form = FIRST_YEAR + index < 2021 ? "2019" : "2021";
  const received = granted + notHeld + open - openBefore;
  return {
    author,
    year: FIRST_YEAR + index,
    form,
    texts: figuresOf(form, {
      proactive: { "licensing.decisions": String(licences) },
      results: { "granted.naturalPerson": granted, "unavailable.notHeld.naturalPerson": notHeld },
      carriedOver: { naturalPerson: openBefore },
      carriedForward: { naturalPerson: open },
    }),
    overview: [
      "（一）主动公开。全年通过县政府门户网站公开各类信息。",
      `（二）依申请公开。全年新收政府信息公开申请${received}件，上年结转${openBefore}件，结转下年度${open}件。`,
    ],
    problems: "部分栏目更新不够及时，下一步明确联络员，按月核对公开目录。",
    others: "没有收取信息处理费，没有其他需要报告的事项。",
    contact: "办公室（电话：0700-5550112）",
  };
}

const reports = Object.entries(OFFICES).flatMap(([author, years]) =>
  years.map((_, index) => reportOf(author, years, index)),
);

/** A report as its office published it: two of them not as they should have. */
function published(report: SampleReport): string {
  const name = `${report.author} ${report.year}`;
  if (name === "云泽县教育局 2022")
    return html({ ...report, texts: new Map(report.texts).set("applications.granted.total", "19") });
  if (name === "云泽县卫生健康局 2023") return html(report).replace(">601<", "><s>588</s>601<");
  return html(report);
}

await writeFile(
  "docs/tutorials/five-years.zip",
  zipSync(Object.fromEntries(reports.map((report) => [`${titleOf(report)}.html`, strToU8(published(report))])), {
    mtime: "2025-01-16T00:00:00",
  }),
);
