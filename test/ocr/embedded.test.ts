/** @jest-environment ./test/make/native-environment.mjs */
import { jest } from "@jest/globals";
import { embeddedEngine } from "../../lib/ocr/embedded.ts";
import { modelsFrom } from "../../lib/ocr/models.ts";
import { describeEngine } from "./engine.contract.ts";

jest.setTimeout(60_000);
describeEngine("the embedded recogniser", () => embeddedEngine(modelsFrom({})));
