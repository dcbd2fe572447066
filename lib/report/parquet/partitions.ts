import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Field } from "../rows.ts";
import type { Report } from "../schema.ts";
import { summarize } from "../summary.ts";
import {
  type Column,
  type ColumnList,
  FIGURE_COLUMNS,
  PROBLEM_COLUMNS,
  parquetSchema,
  REPORT_COLUMNS,
} from "./columns.ts";

/**
 * Figures, problems and reports as Parquet files by family and year, named as Hive names partitions. Rows wait until
 * there are many, then those of the fullest file leave as one row group: what is held does not grow with the reports.
 */

type Row = Readonly<Record<string, Field>>;

/** Takes a file's next bytes. @param path below the folder of the lists, parts separated by "/" */
export type Append = (path: string, bytes: Uint8Array) => void;

/** Rows that wait, in all files together: the process holds 310 MB after 1,000 reports of 18 years, 350 after 12,000. */
const MOST_WAITING = 50_000;

/** How Hive, and whatever reads its folders, writes a value that is not there. */
const ABSENT = "__HIVE_DEFAULT_PARTITION__";

const partitionOf = ({ profile, year }: Pick<Report, "profile" | "year">): string =>
  `profile=${profile === null ? ABSENT : encodeURIComponent(profile)}/year=${year ?? ABSENT}`;

/** One file: rows that wait, and what becomes of them. */
function openFile(path: string, columns: readonly Column[], append: Append) {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: parquetSchema(columns), createdBy: "tabularium" });
  const flush = () => {
    append(path, bytes.getBytes());
    // The buffer goes, too: there may be a hundred files.
    bytes.buffer = new ArrayBuffer(1024);
    bytes.view = new DataView(bytes.buffer);
    bytes.index = 0;
  };
  // Held as columns: the rows themselves, which take several times the room, are gone at once.
  const columnData = columns.map(({ key, name }) => ({ key, name, data: [] as Field[] }));
  let waiting = 0;
  const write = () => {
    if (waiting === 0) return;
    writer.write({ columnData, rowGroupSize: waiting });
    for (const column of columnData) column.data = [];
    waiting = 0;
    flush();
  };
  return {
    add: (more: readonly Row[]) => {
      for (const { key, data } of columnData) for (const row of more) data.push(row[key] ?? null);
      waiting += more.length;
    },
    waiting: () => waiting,
    write,
    finish: () => {
      write();
      writer.finish();
      flush();
    },
  };
}

export interface Partitions {
  readonly add: (report: Report) => void;
  /** Ends every file: without it, none can be read. */
  readonly finish: () => void;
}

/**
 * @param part what files are called: others of the same partitions may lie beside them
 * @param mostWaiting rows held before a row group is written
 */
export function openPartitions(
  append: Append,
  { part = "part-0", mostWaiting = MOST_WAITING }: { readonly part?: string; readonly mostWaiting?: number } = {},
): Partitions {
  const files = new Map<string, ReturnType<typeof openFile>>();
  let waiting = 0;
  const take = <Source>(list: string, { columns, rowsOf }: ColumnList<Source>, source: Source, partition: string) => {
    const rows = rowsOf(source);
    if (rows.length === 0) return;
    const path = `${list}/${partition}/${part}.parquet`;
    const file = files.get(path) ?? openFile(path, columns, append);
    files.set(path, file);
    file.add(rows);
    waiting += rows.length;
  };
  return {
    add: (report) => {
      const partition = partitionOf(report);
      take("figures", FIGURE_COLUMNS, report, partition);
      take("problems", PROBLEM_COLUMNS, report, partition);
      take("reports", REPORT_COLUMNS, { ...summarize(report), id: report.id }, partition);
      while (waiting > mostWaiting) {
        const fullest = [...files.values()].reduce((a, b) => (b.waiting() > a.waiting() ? b : a));
        waiting -= fullest.waiting();
        fullest.write();
      }
    },
    finish: () => {
      for (const file of files.values()) file.finish();
    },
  };
}
