import { readFile } from "node:fs/promises";
import { blocksFileOf, type TextractBlock, textractEngine } from "../recognition/engines/textract.ts";
import { documentWorker } from "./document-worker.ts";
import { OWN_ENGINE } from "./own-engine.ts";
import { serveDocuments } from "./serve-documents.ts";

/** The worker with Textract, where it has read the document, beside the embedded engine. */
serveDocuments(
  documentWorker(async ({ path }) => {
    const text = await readFile(blocksFileOf(path), "utf8").catch(() => null);
    return text === null ? OWN_ENGINE : textractEngine(JSON.parse(text) as TextractBlock[], OWN_ENGINE);
  }),
);
