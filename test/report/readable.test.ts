import { expect, test } from "@jest/globals";
import type { Judgement } from "../../lib/profiles/judgement.ts";
import { assembleFailure, assembleReport } from "../../lib/report/assemble.ts";
import { type ReadableReport, readableOf } from "../../lib/report/readable.ts";
import type { Report } from "../../lib/report/schema.ts";
import { makeInvalid, makeJudgement, makeNeedsReview, makeSource } from "../make/judgement.ts";

const origin = { engineVersion: "0.1.0", source: makeSource() };
const readable = (judgement: Judgement) => readableOf(assembleReport(judgement, origin));
const figuresIn = ({ tables }: ReadableReport) =>
  tables
    .flatMap(({ form }) => form?.body.flat() ?? [])
    .filter(({ kind }) => kind === "figure")
    .map(({ name }) => name as string);

test("each figure of the official tables is told in words, with what is printed and where", () => {
  const told = readable(makeJudgement());
  const figures = figuresIn(told);
  expect(figures).toHaveLength(200);
  expect(figures.filter((name) => told.cells[name] === undefined)).toEqual([]);
  expect(told.cells["proactive.fees.amount"]).toMatchObject({
    label: expect.stringContaining("第二部分表格"),
    text: "251.6",
    absent: false,
    uncertain: false,
    severity: null,
    reasons: [],
    place: expect.stringContaining("第2页"),
  });
});

test("of a figure that was not found the nearest is told that was, so that one knows where to look", () => {
  const report = assembleReport(makeJudgement(), origin);
  const { cells: whole, ...told } = readableOf(report);
  const [first = "", second = "", third = ""] = figuresIn({ ...told, cells: whole });
  expect([first, second, third].map((name) => whole[name]?.near)).toEqual([null, null, null]);
  const without = (...lost: string[]) => {
    const figures = Object.fromEntries(Object.entries(report.figures).filter(([name]) => !lost.includes(name)));
    const { cells } = readableOf({ ...report, figures } as Report);
    return lost.map((name) => cells[name]?.near);
  };
  expect(without(second)).toEqual([first]);
  expect(without(first, second)).toEqual([third, third]);
});

test("problems come worst first, and mark the cells that they speak of", () => {
  const told = readable(makeInvalid());
  expect(told.problems.map(({ number }) => number)).toEqual(told.problems.map((_, index) => index + 1));
  expect(told.problems[0]?.severity).toBe("error");
  for (const { cells, message, severity } of told.problems)
    for (const name of cells) {
      expect(told.cells[name]?.reasons.join()).toContain(message);
      if (severity === "error") expect(told.cells[name]?.severity).toBe("error");
    }
});

test("what is to be looked up is named, and stands as unsure in its table", () => {
  const told = readable(makeNeedsReview());
  expect(told.doubts.length).toBeGreaterThan(0);
  for (const { figures, sentence, label } of told.doubts) {
    expect(label).toMatch(/\p{Script=Han}/u);
    if (sentence === null) expect(figures.every((name) => told.cells[name]?.uncertain)).toBe(true);
  }
});

test("of a file that could not be read there is the reason, and no tables", () => {
  const message = "文件设有打开密码，请取消密码后重新提交。";
  expect(readableOf(assembleFailure({ code: "ENCRYPTED", message }, origin))).toMatchObject({
    title: origin.source.name,
    sentence: message,
    problems: [],
    doubts: [],
    tables: [],
    cells: {},
  });
});
