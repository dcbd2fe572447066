import { readFile } from "node:fs/promises";
import { embeddedEngine } from "../ocr/embedded.ts";
import { threadedModels } from "../ocr/models/threads.ts";
import { type TextractBlock, textractEngine } from "../ocr/textract.ts";
import { documentWorker } from "./document-worker.ts";
import { serveDocuments } from "./serve-documents.ts";

/** What Textract has read of a file lies beside it under this ending. */
const BLOCKS = ".textract.json";

const embedded = embeddedEngine(threadedModels(new URL("model-thread.js", import.meta.url)));

/** The worker with Textract, where it has read the document, beside the embedded engine. */
serveDocuments(
  documentWorker(async ({ path }) => {
    const text = await readFile(path + BLOCKS, "utf8").catch(() => null);
    return text === null ? embedded : textractEngine(JSON.parse(text) as TextractBlock[], embedded);
  }),
);
