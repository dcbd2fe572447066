import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { limitsPage } from "../../tools/list-limits.ts";

test("docs/limits.md says what the limits say", async () =>
  expect(await readFile(new URL("../../docs/limits.md", import.meta.url), "utf8")).toBe(limitsPage()));
