import { textractEnvironment } from "../lib/delivery/environment.ts";
import { openTextractStart } from "../lib/delivery/open-taker.ts";
import { takesDocuments } from "./documents.ts";

/** Documents with pictures, from the queue for recognition, handed to Textract. */
export const handler = takesDocuments((watch) => openTextractStart(textractEnvironment.parse(process.env), watch));
