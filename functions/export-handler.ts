import { exportEnvironment } from "../lib/delivery/environment.ts";
import { type ExportOutcome, openExporter } from "../lib/delivery/open-exporter.ts";
import { takesRecords } from "./records.ts";

/** Lists that are made in the background, from their queue. */
export const handler = takesRecords<ExportOutcome>("export", (watch) =>
  openExporter(exportEnvironment.parse(process.env), watch),
);
