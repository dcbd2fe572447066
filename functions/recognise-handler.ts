import { takerEnvironment } from "../lib/delivery/environment.ts";
import { openTaker } from "../lib/delivery/open-taker.ts";
import { takesDocuments } from "./documents.ts";

/** Documents with pictures, from the queue for recognition. */
export const handler = takesDocuments((watch) =>
  openTaker(takerEnvironment.parse(process.env), new URL("worker.js", import.meta.url), watch),
);
