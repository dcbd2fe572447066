/** Tabularium for programs: what the package gives to those who import it. */

export type { Catalog } from "./catalog/catalog.ts";
export type { CatalogEvent } from "./catalog/events.ts";
export { NO_FILTER } from "./catalog/listing.ts";
export type { Queries } from "./catalog/queries.ts";
export type { Submission, Withdrawal } from "./catalog/submissions.ts";
export type { Block, Box, Cell, Document, Page, Paragraph, Picture, Place, Table } from "./document/document.ts";
export { type OpenCatalog, openCatalog } from "./program/open-catalog.ts";
export { type Processed, processDocument } from "./program/process-document.ts";
export {
  type FailedReport,
  type JudgedReport,
  type Report,
  reportSchema,
  type UnrecognizedReport,
} from "./report/schema.ts";
