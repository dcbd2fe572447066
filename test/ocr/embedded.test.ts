import { jest } from "@jest/globals";
import { embeddedEngine } from "../../lib/ocr/embedded.ts";
import { threadedModels } from "../../lib/ocr/models/threads.ts";
import { describeEngine } from "./engine.contract.ts";

jest.setTimeout(60_000);
describeEngine("the embedded recogniser", () => embeddedEngine(threadedModels(new URL("../../dist/model-thread.js", import.meta.url))));
