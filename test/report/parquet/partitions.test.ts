import { expect, test } from "@jest/globals";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { openPartitions } from "../../../lib/report/parquet/partitions.ts";
import { FIGURE_LIST } from "../../../lib/report/rows.ts";
import { disclosed } from "../../make/families.ts";

test("rows leave as row groups before they are many, and each file has its own, in the order they came", async () => {
  const files = new Map<string, Uint8Array[]>();
  let pieces = 0;
  const append = (path: string, bytes: Uint8Array) => {
    pieces += 1;
    files.set(path, [...(files.get(path) ?? []), bytes.slice()]);
  };
  const reports = Array.from({ length: 30 }, (_, at) => disclosed({ year: 2021 + (at % 3), variant: `${at}` }));
  const each = FIGURE_LIST.rowsOf(reports[0] as (typeof reports)[0]).length;
  const partitions = openPartitions(append, { mostWaiting: 4 * each });
  for (const report of reports.slice(0, 4)) partitions.add(report);
  const early = pieces;
  for (const report of reports.slice(4)) partitions.add(report);
  partitions.finish();
  expect(early).toBeGreaterThan(0);
  for (const year of [2021, 2022, 2023]) {
    const bytes = Buffer.concat(
      files.get(`figures/profile=disclosure-annual-report/year=${year}/part-0.parquet`) ?? [],
    );
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const groups = parquetMetadata(file).row_groups.map(({ num_rows: rows }) => Number(rows));
    expect(groups.length).toBeGreaterThan(1);
    expect(Math.max(...groups)).toBeLessThanOrEqual(5 * each);
    const rows = await parquetReadObjects({ file });
    const expected = reports.filter((report) => report.year === year).flatMap((report) => FIGURE_LIST.rowsOf(report));
    expect(rows.map(({ id, figure, value }) => [id, figure, value])).toEqual(
      expected.map(({ id, figure, value }) => [id, figure, value]),
    );
  }
});
