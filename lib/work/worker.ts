import { VOCABULARY } from "../profiles/profiles.ts";
import { embeddedEngine } from "../recognition/engines/embedded.ts";
import { modelsFrom } from "../recognition/models/files.ts";
import { threadedModels } from "../recognition/models/threads.ts";
import { documentWorker } from "./document-worker.ts";
import { serveDocuments } from "./serve-documents.ts";

/** The worker with the embedded engine, whose models are loaded with the first picture. */
const engine = embeddedEngine(
  threadedModels(new URL("model-thread.js", import.meta.url)),
  modelsFrom(process.env),
  VOCABULARY,
);

serveDocuments(documentWorker(async () => engine));
