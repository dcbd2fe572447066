import { VOCABULARY } from "../profiles/profiles.ts";
import { embeddedEngine } from "../recognition/engines/embedded.ts";
import { modelsFrom } from "../recognition/models/files.ts";
import { threadedModels } from "../recognition/models/threads.ts";

/** The embedded engine of a worker, whose models are loaded with the first picture. */
export const OWN_ENGINE = embeddedEngine(
  threadedModels(new URL("model-thread.js", import.meta.url)),
  modelsFrom(process.env),
  VOCABULARY,
);
