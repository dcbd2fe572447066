import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { rulesPage } from "../../tools/list-rules.ts";

test("docs/rules.md says what the rules say", async () =>
  expect(await readFile(new URL("../../docs/rules.md", import.meta.url), "utf8")).toBe(rulesPage()));
