import { openPartitions } from "../report/parquet/partitions.ts";
import type { Report } from "../report/schema.ts";

/**
 * Figures, problems and reports as Parquet files, held whole: what a set of some thousand reports gives.
 * @param part what files are called, which tells those of one set from those of another
 */
export async function parquetFiles(
  reports: AsyncIterable<Report>,
  part: string,
): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
  const files = new Map<string, Uint8Array[]>();
  const partitions = openPartitions(
    (path, bytes) => {
      const pieces = files.get(path) ?? [];
      pieces.push(bytes);
      files.set(path, pieces);
    },
    { part },
  );
  for await (const report of reports) partitions.add(report);
  partitions.finish();
  return files;
}
