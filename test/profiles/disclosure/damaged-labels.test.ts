import { describe, expect, test } from "@jest/globals";
import type { Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { figureNames } from "../../../lib/profiles/disclosure/form.ts";
import { lookAtDocument, lookAtFlatText } from "../../../lib/profiles/disclosure/gather.ts";
import { judgementOf } from "../../make/judgement.ts";
import { allTexts, flatTextOf, reportDocument, tablesOf } from "../../make/tables.ts";

const numbered = new Map<FigureName, string>(figureNames("2021", "2021").map((name, i) => [name, String(i + 1)]));

const relabelled = (tables: readonly Table[], labels: Readonly<Record<string, string>>): Table[] =>
  tables.map((table) => ({
    ...table,
    cells: table.cells.map((cell) => ({ ...cell, text: labels[cell.text] ?? cell.text })),
  }));

/** Whether each look finds the figures of a row when its label is damaged. */
const found = (labels: Readonly<Record<string, string>>, row: string): readonly [boolean, boolean] => {
  const document = reportDocument(relabelled(tablesOf(numbered, "2021"), labels));
  const [first, second] = [lookAtDocument(document), lookAtFlatText(flatTextOf(document))];
  const names = [...numbered.keys()].filter((name) => name.startsWith(`applications.${row}.`));
  const all = (cells: ReadonlyMap<FigureName, { readonly value: number | null }>) =>
    names.length === 7 && names.every((name) => cells.get(name)?.value === Number(numbered.get(name)));
  return [all(first.applications.cells), all(second.applications.cells)];
};

describe("a row whose label lost some characters", () => {
  test.each([
    ["2.其他法律行政法规禁止公开", "2.其他法律行政止公开", "denied.prohibitedByLaw"],
    ["1.属于国家秘密", "1.属于国秘密", "denied.stateSecret"],
    ["2.没有现成信息需要另行制作", "2.没有现信需要另制作", "unavailable.needsCreation"],
    ["2.重复申请", "2.重申请", "notProcessed.repeated"],
    ["4.无正当理由大量反复申请", "4.无正当由大量申请", "notProcessed.excessive"],
    ["5.要求行政机关确认或重新出具已获取信息", "5.要求行机关确认重新出已获信息", "notProcessed.reissue"],
    ["二、上年结转政府信息公开申请数量", "二、上年结转政府信公申数量", "carriedOver"],
  ])("(%s as %s) is told by its number and its neighbours in both looks", (official, printed, row) => {
    expect(found({ [official]: printed }, row)).toEqual([true, true]);
  });

  test("is told to the office by HEADER-CUT, and its figures are certain", () => {
    const tables = relabelled(tablesOf(allTexts("2021", "0"), "2021"), {
      "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    });
    const document = reportDocument(tables);
    const { findings, uncertain } = judgementOf(document, flatTextOf(document));
    expect(uncertain).toEqual([]);
    expect(
      findings.filter(({ code }) => code === "HEADER-CUT").map(({ severity, message }) => [severity, message]),
    ).toEqual([["info", expect.stringContaining("“2.其他法律行政止公开”应为“2.其他法律行政法规禁止公开”")]]);
    expect(findings.some(({ code }) => code === "ROW-MISSING")).toBe(false);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["another number", { "2.其他法律行政法规禁止公开": "3.其他法律行政止公开" }, "denied.prohibitedByLaw"],
    ["too little left of it", { "2.其他法律行政法规禁止公开": "2.其他公开" }, "denied.prohibitedByLaw"],
    ["words of its own", { "2.其他法律行政法规禁止公开": "2.行政机关认为不宜公开" }, "denied.prohibitedByLaw"],
    [
      "a damaged neighbour",
      { "2.其他法律行政法规禁止公开": "2.其他法律行政止公开", "3.危及“三安全一稳定”": "3.危三定" },
      "denied.prohibitedByLaw",
    ],
  ])("is not guessed where it has %s", (_, labels, row) => {
    expect(found(labels, row)[0]).toBe(false);
  });
});
