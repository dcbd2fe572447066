import { documentWorker } from "./document-worker.ts";
import { serveDocuments } from "./serve-documents.ts";

/** The worker without an engine: small and quick to start. What holds pictures it leaves to others. */
serveDocuments(documentWorker(null));
