import { embeddedEngine } from "../ocr/embedded.ts";
import { modelsFrom } from "../ocr/models.ts";
import { documentWorker } from "./document-worker.ts";

/** The worker with the embedded engine, whose models are loaded with the first picture. */
const engine = embeddedEngine(modelsFrom(process.env));

export default documentWorker(async () => engine);
