import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";

const ROOT = new URL("../../", import.meta.url);
const pages = [
  ...["README.md", "CONTRIBUTING.md"],
  ...(await readdir(new URL("docs/", ROOT), { recursive: true }))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

test.each(pages)("what %s links to and calls by its path is there", async (page) => {
  const text = await readFile(new URL(page, ROOT), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:|#)([^()\s#]+)[^()]*\)/gu)].map(
    ([, target = ""]) => new URL(target, new URL(page, ROOT)),
  );
  const paths = [...text.matchAll(/`((?:lib|test|tools|bench|bin|docs|functions)\/[\w./-]*\w)`/gu)].map(
    ([, path = ""]) => new URL(path, ROOT),
  );
  expect([...links, ...paths].filter((url) => !existsSync(url)).map(({ pathname }) => pathname)).toEqual([]);
});
