import { takerEnvironment } from "../lib/delivery/environment.ts";
import { openTextractCompleted } from "../lib/delivery/open-taker.ts";
import { takesDocuments } from "./documents.ts";

/** Notices of Textract that it has read a document. */
export const handler = takesDocuments((watch) =>
  openTextractCompleted(takerEnvironment.parse(process.env), new URL("textract-worker.js", import.meta.url), watch),
);
