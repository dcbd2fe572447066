import { describe, expect, test } from "@jest/globals";
import type { Document } from "../../lib/document/document.ts";
import { NO_ANSWERS } from "../../lib/profiles/answers.ts";
import { profileOf } from "../../lib/profiles/profiles.ts";
import {
  type AcceptedWord,
  accepted,
  type Review,
  reviewedReport,
  standingsOf,
  type Word,
} from "../../lib/report/reviewed.ts";
import { type JudgedReport, reportSchema } from "../../lib/report/schema.ts";
import { processed } from "../make/readings.ts";
import { officeReport, STRUCK_FIGURE as STRUCK, struckReport } from "../make/reports.ts";

/** What people say of a report, and the report as they see it. */

const TOTAL = "applications.granted.total";

const outcome = await processed("年报.html", new TextEncoder().encode(struckReport(3)));
const read = outcome.report as JudgedReport;
const document = outcome.document as Document;

/** What was said, one after the other; each word is taken as the report then stands. */
function say(...words: readonly (Omit<Word, "before"> & { readonly before?: Word["before"] })[]) {
  const reviews: Review[] = [];
  for (const word of words) {
    const now = reviewedReport(read, document, reviews) as JudgedReport;
    const taken: AcceptedWord = accepted({ before: standing(now, word.figure), ...word }, read, now, reviews);
    reviews.push({
      number: reviews.length + 1,
      ...taken,
      by: "王芳",
      at: new Date(Date.UTC(2025, 0, 20, 8, reviews.length)).toISOString(),
      engineVersion: read.engineVersion,
    });
  }
  return { reviews, now: reviewedReport(read, document, reviews) as JudgedReport };
}

function standing(report: JudgedReport, figure: string): Word["before"] {
  if (figure === "organization") return report.organization?.name ?? null;
  if (figure === "year" || figure === "template") return report[figure];
  const [table = "", row = "", column = ""] = figure.split(".");
  return report.tables[table]?.[row]?.[column] ?? null;
}

test("a report of which nobody said anything is the report as it was read", () => {
  expect(read.status).toBe("needs-review");
  expect(read.uncertain).toEqual([STRUCK]);
  expect(reviewedReport(read, document, [])).toBe(read);
});

describe("the three answers to a figure in doubt", () => {
  test("as read: it is certain, and the rules decide", () => {
    const { now } = say({ figure: STRUCK, after: standing(read, STRUCK) });
    expect([now.status, now.uncertain]).toEqual(["valid", []]);
    expect(now.findings.map(({ code }) => code)).not.toContain("NUMBER-STRUCK");
    expect(now.reviews).toMatchObject([{ figure: STRUCK, kind: "confirm", by: "王芳" }]);
  });

  test("another number: sums that it breaks are errors of the report", () => {
    const { now } = say({ figure: STRUCK, after: 9 });
    expect([now.status, now.uncertain, standing(now, STRUCK)]).toEqual(["invalid", [], 9]);
    expect(now.findings.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual(
      expect.arrayContaining(["APP-ROW"]),
    );
    expect(now.figures[STRUCK]).toMatchObject({ text: "9", where: read.figures[STRUCK]?.where });
    // What was read stays as it was read.
    expect(standing(read, STRUCK)).not.toBe(9);
  });

  test("not on the page: the cell is blank, which its author must mend", () => {
    const { now } = say({ figure: STRUCK, after: "absent" });
    expect([now.status, standing(now, STRUCK)]).toEqual(["invalid", null]);
    expect(now.findings.map(({ code }) => code)).toContain("CELL-BLANK");
  });
});

test("the last word counts, and an undo takes it back", () => {
  const { now, reviews } = say(
    { figure: STRUCK, after: 9 },
    { figure: STRUCK, after: 3 },
    { figure: STRUCK, kind: "undo" },
  );
  expect(standing(now, STRUCK)).toBe(9);
  expect(standingsOf(read, reviews)).toEqual(["applied", "undone", "applied"]);
  const all = say({ figure: STRUCK, after: 9 }, { figure: STRUCK, kind: "undo" });
  expect(all.now).toEqual({ ...read, reviews: [] });
});

test("a figure that was read with certainty is corrected only with a reason", () => {
  expect(() => say({ figure: TOTAL, after: 77 })).toThrow("理由");
  const { now } = say({ figure: TOTAL, after: 77, reason: "原件盖章处另有更正" });
  expect(standing(now, TOTAL)).toBe(77);
  expect(now.reviews).toMatchObject([{ reason: "原件盖章处另有更正" }]);
});

test.each<readonly [string, Omit<Word, "before"> & { before?: Word["before"] }]>([
  ["a figure that the form does not have", { figure: "applications.nothing.total", before: null, after: 1 }],
  ["words for a number", { figure: STRUCK, after: "很多" }],
  ["a number beyond all reason", { figure: STRUCK, after: 1e15 }],
  ["a year that is none", { figure: "year", after: 20240, reason: "r" }],
  ["a form that there is not", { figure: "template", after: "1998", reason: "r" }],
  ["an organization without a name", { figure: "organization", after: "  ", reason: "r" }],
  ["no organization at all", { figure: "organization", after: "absent", reason: "r" }],
  ["an undo of nothing", { figure: STRUCK, kind: "undo" }],
])("refuses %s", (_, word) => {
  expect(() => say(word)).toThrow(expect.objectContaining({ code: "INVALID_REVIEW" }));
});

test("refuses what was said of something that stands otherwise by now", () => {
  expect(() => say({ figure: STRUCK, after: 9 }, { figure: STRUCK, before: standing(read, STRUCK), after: 5 })).toThrow(
    expect.objectContaining({ code: "BEFORE_DIFFERS" }),
  );
});

test("another office, year or unit is judged by: division, dates and amounts follow", () => {
  const { now } = say(
    { figure: "organization", after: "山东省济南市历下区教育局", reason: "标题漏字" },
    { figure: "year", after: 2023, reason: "标题写错" },
    { figure: "proactive.fees.amount.unit", before: null, after: "元", reason: "表头印的是元" },
  );
  expect(now.organization?.division?.code).toBe("370102");
  expect(now.year).toBe(2023);
  expect(now.figures["proactive.fees.amount"]?.unit).toBe("元");
  expect(now.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(["PERIOD-YEAR", "CELL-UNIT"]));
});

test("another engine keeps a word while it reads the same or what was said, and asks again where it reads otherwise", () => {
  const { reviews } = say({ figure: STRUCK, after: 9 });
  const readAnew = (value: number): JudgedReport => ({
    ...read,
    engineVersion: "9.0.0",
    tables: {
      ...read.tables,
      applications: {
        ...read.tables.applications,
        granted: { ...read.tables.applications?.granted, naturalPerson: value },
      },
    },
  });
  expect(standingsOf(readAnew(standing(read, STRUCK) as number), reviews)).toEqual(["applied"]);
  expect(standingsOf(readAnew(9), reviews)).toEqual(["applied"]);
  const otherwise = reviewedReport(readAnew(8), document, reviews) as JudgedReport;
  expect(standingsOf(readAnew(8), reviews)).toEqual(["outdated"]);
  expect([otherwise.status, otherwise.uncertain]).toEqual(["needs-review", [STRUCK]]);
  expect(otherwise.findings.map(({ message }) => message).join("")).toContain("再核对");
});

test.each<readonly [string, string]>([
  ["a sound report", officeReport(5)],
  [
    "a report with blanks and a wrong year",
    officeReport(6).replaceAll("<td>3</td>", "<td></td>").replace("2024", "2023"),
  ],
  ["a report in doubt", struckReport(7)],
])("without answers %s is judged again as it was", async (_, html) => {
  const { report, document: own } = await processed("年报.html", new TextEncoder().encode(html));
  const kept = JSON.parse(JSON.stringify(own)) as Document;
  const again = profileOf(report)?.reviewed(report as JudgedReport, kept, NO_ANSWERS);
  expect(reportSchema.parse(again)).toEqual(report);
});
