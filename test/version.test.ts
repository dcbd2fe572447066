import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { ENGINE_VERSION } from "../lib/version.ts";

test("the engine's version is that of the package", async () => {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect(ENGINE_VERSION).toBe(version);
});
