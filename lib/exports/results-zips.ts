import { reportJson } from "../report/assemble.ts";
import { reportHtml } from "../report/html/report-page.ts";
import { reviewsIn } from "../report/report-reviews.ts";
import { RESULT_FILES, resultFolder } from "../report/result-names.ts";
import type { Report } from "../report/schema.ts";
import { readPictures } from "../report/store.ts";
import { type ZipWriter, zipWriter } from "../report/zip-writer.ts";
import type { ObjectStore } from "../storage/objects.ts";

/** The results of many reports, a folder each, as zips of a size that every program opens. */

/** Holds what is filed of each report, in the folder of its id. */
export type ReportFiles = ObjectStore;

/**
 * Bytes after which another zip begins. One of 4 GB, or of 65,536 files, would be of another format (APPNOTE 4.3.9.1,
 * ZIP64); no report adds more than its original, 256 MB, and what was read of it.
 */
const MOST_BYTES = 1_000_000_000;
const MOST_REPORTS = 10_000;

/** Of formats that are compressed themselves. */
const STORED: ReadonlySet<string | null> = new Set(["pdf", "docx", "sheet", "ofd", "image"]);

/**
 * Each must have been read to its end before the next is asked for.
 * @param reports as people reviewed them
 * @param at time that the files bear
 */
export async function* resultsZips(
  reports: AsyncIterable<Report>,
  files: ReportFiles,
  at: Date,
  mostBytes = MOST_BYTES,
): AsyncGenerator<AsyncIterable<Uint8Array>> {
  const iterator = reports[Symbol.asyncIterator]();
  let next = await iterator.next();
  async function* zip(): AsyncGenerator<Uint8Array> {
    const writer = zipWriter(at);
    let bytes = 0;
    for (let count = 0; !next.done && bytes < mostBytes && count < MOST_REPORTS; count++) {
      await addReport(writer, next.value, files);
      for (const piece of writer.take()) {
        bytes += piece.length;
        yield piece;
      }
      next = await iterator.next();
    }
    writer.end();
    yield* writer.take();
  }
  while (!next.done) yield zip();
}

/** Adds a report's folder, which is called as its file, with the beginning of its id: two files may have one name. */
async function addReport(zip: ZipWriter, report: Report, files: ReportFiles): Promise<void> {
  const { id, source } = report;
  const folder = resultFolder(`${source.name} ${id.slice(0, 8)}`);
  const add = (name: string, content: Uint8Array | string | null, how?: "stored"): void => {
    if (content === null) return;
    const file = zip.open(`${folder}/${name}`, how);
    file.write(content);
    file.end();
  };
  const filed = (name: string) => files.get(`${id}/${name}`);
  const isReviewed = reviewsIn(report).length > 0;
  add(RESULT_FILES.report, isReviewed ? reportJson(report) : await filed(RESULT_FILES.report));
  add(
    RESULT_FILES.html,
    isReviewed ? reportHtml(report, await readPictures(files, id, report)) : await filed(RESULT_FILES.html),
  );
  add(RESULT_FILES.document, await filed(RESULT_FILES.document));
  add(originalName(source.name), await filed(RESULT_FILES.source), STORED.has(source.format) ? "stored" : undefined);
}

/** With the ending by which a desk knows what opens it. */
const originalName = (name: string): string => `原件${/\.[A-Za-z0-9]{1,8}$/u.exec(name)?.[0] ?? ""}`;
