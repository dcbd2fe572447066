import { documentWorker } from "./document-worker.ts";

/** The worker without an engine: small and quick to start. What holds pictures it leaves to others. */
export default documentWorker(null);
