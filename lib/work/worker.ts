// Its thread starts while what follows is loaded.
import "./second-reading-thread.ts";
import { serveDocuments } from "./serve-documents.ts";

const { documentWorker } = await import("./document-worker.ts");

/** The worker with the embedded engine, which is loaded with the first picture. */
serveDocuments(documentWorker(async () => (await import("./own-engine.ts")).OWN_ENGINE));
