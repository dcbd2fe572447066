import { processEnvironment } from "../lib/delivery/environment.ts";
import { openTaker } from "../lib/delivery/open-taker.ts";
import { takesDocuments } from "./documents.ts";

/** Objects of the intake bucket, from the work queue. */
export const handler = takesDocuments((watch) =>
  openTaker(processEnvironment.parse(process.env), new URL("native-worker.js", import.meta.url), watch),
);
