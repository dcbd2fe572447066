import { readFile } from "node:fs/promises";
import { VOCABULARY } from "../profiles/profiles.ts";
import { embeddedEngine } from "../recognition/engines/embedded.ts";
import { blocksFileOf, type TextractBlock, textractEngine } from "../recognition/engines/textract.ts";
import { modelsFrom } from "../recognition/models/files.ts";
import { threadedModels } from "../recognition/models/threads.ts";
import { documentWorker } from "./document-worker.ts";
import { serveDocuments } from "./serve-documents.ts";

const embedded = embeddedEngine(
  threadedModels(new URL("model-thread.js", import.meta.url)),
  modelsFrom(process.env),
  VOCABULARY,
);

/** The worker with Textract, where it has read the document, beside the embedded engine. */
serveDocuments(
  documentWorker(async ({ path }) => {
    const text = await readFile(blocksFileOf(path), "utf8").catch(() => null);
    return text === null ? embedded : textractEngine(JSON.parse(text) as TextractBlock[], embedded);
  }),
);
