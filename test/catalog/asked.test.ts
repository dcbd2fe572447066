import { expect, test } from "@jest/globals";
import { openLocalTable } from "../../lib/catalog/local.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { catalogOver, makeReport, moment } from "../make/catalog.ts";

test("what people said is asked for of no report of which nobody said anything", async () => {
  const { table, close } = await openLocalTable();
  const asked: string[] = [];
  const counting: Table = {
    ...table,
    query: (pk, prefix) => {
      if (prefix?.startsWith("REVIEWS#")) asked.push(pk);
      return table.query(pk, prefix);
    },
  };
  const { catalog, reports } = catalogOver(counting);
  for (const [n, year] of [2022, 2024, 2023].entries()) {
    const report = makeReport({ organization: "云泽县教育局", year });
    reports.set(report.id, report);
    await catalog.record({ bucket: "b", key: `${year}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
  }
  expect(asked).toEqual([]);
  await close();
});
