import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { posix } from "node:path";
import { expect, test } from "@jest/globals";
import manifest from "../../package.json" with { type: "json" };
import { examplesOf, PAGES, readPage } from "../make/examples.ts";

const ROOT = new URL("../../", import.meta.url);

const pages = new Map(await Promise.all(PAGES.map(async (page) => [page, await readPage(page)] as const)));

const withoutExamples = (text: string): string => text.replace(/^```.*?^```$/gmsu, "");

/** Links of a page to files of the project, by their path from its root, with their fragment. */
const linksOf = (page: string): { readonly path: string; readonly fragment: string }[] =>
  [...withoutExamples(pages.get(page) ?? "").matchAll(/\]\((?!https?:)([^()\s#]*)#?([^()\s]*)\)/gu)].map(
    ([, path = "", fragment = ""]) => ({
      path: path === "" ? page : posix.normalize(posix.join(posix.dirname(page), path)),
      fragment: decodeURIComponent(fragment),
    }),
  );

/** The fragments by which headings of a page are linked, as GitHub makes them. */
const fragmentsOf = (text: string): string[] =>
  [...withoutExamples(text).matchAll(/^#+ (.*)$/gmu)].map(([, heading = ""]) =>
    heading
      .replace(/\]\([^()]*\)/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-"),
  );

test.each(PAGES)("what %s links to and calls by its path is there", (page) => {
  const links = linksOf(page);
  const paths = [...(pages.get(page) ?? "").matchAll(/`((?:lib|test|tools|bench|bin|docs|functions)\/[\w./-]*\w)`/gu)];
  const wanted = [...links.map(({ path }) => path), ...paths.map(([, path = ""]) => path)];
  expect(wanted.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
  const lost = links.filter(
    ({ path, fragment }) => fragment !== "" && !fragmentsOf(pages.get(path) ?? "").includes(fragment),
  );
  expect(lost).toEqual([]);
});

test("the index has every page of docs once, and that of decisions each decision", () => {
  const indexed = [...linksOf("docs/README.md"), ...linksOf("docs/decisions/README.md")].map(({ path }) => path);
  const wanted = PAGES.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");
  expect(indexed.filter((path) => wanted.includes(path)).toSorted()).toEqual(wanted.toSorted());
});

test("every picture is shown on a page", async () => {
  const shown = new Set(PAGES.flatMap(linksOf).map(({ path }) => path));
  const pictures = (await readdir(new URL("docs/pictures/", ROOT))).map((name) => `docs/pictures/${name}`);
  expect(pictures.filter((path) => !shown.has(path))).toEqual([]);
});

test("README says the same in both languages: headings, rows, examples, links", () => {
  const shape = (page: string) => {
    const text = pages.get(page) ?? "";
    return {
      lines: withoutExamples(text)
        .split("\n")
        .map((line) => /^(?:#+ |\| |- |!)/u.exec(line)?.[0])
        .filter((start) => start !== undefined),
      examples: examplesOf(text).map(({ language, code }) => [language, code.split("\n").length]),
      links: linksOf(page)
        .map(({ path }) => path)
        .filter((path) => !path.startsWith("README"))
        .toSorted(),
    };
  };
  expect(shape("README.zh.md")).toEqual(shape("README.md"));
});

test("every script that a page names is one of the project", () => {
  const named = [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/npm run (?:-s )?([a-z][\w-]*)/gu)].map(([, script = ""]) => ({ page, script })),
  );
  expect(named.filter(({ script }) => !(script in manifest.scripts))).toEqual([]);
});
