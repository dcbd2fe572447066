import { documentWorker } from "./document-worker.ts";
import { serveDocuments } from "./serve-documents.ts";

/** The worker with the embedded engine, which is loaded with the first picture. */
serveDocuments(documentWorker(async () => (await import("./own-engine.ts")).OWN_ENGINE));
