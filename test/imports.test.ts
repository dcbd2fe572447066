import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { FORMAT_NAMES } from "../lib/document/formats.ts";

/** What may ask what of the library's files, told by their import lines. */

const LIB = fileURLToPath(new URL("../lib/", import.meta.url));
const files = readdirSync(LIB, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

/** By file: what it imports, types too; our own files by their place in lib, others by name. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(join(LIB, file), "utf8");
    const named = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/gu)].map(([, name]) => name as string);
    const place = (name: string) =>
      name.startsWith(".") ? relative(LIB, resolve(LIB, dirname(file), name)).replaceAll("\\", "/") : name;
    return [file.replaceAll("\\", "/"), named.map(place)];
  }),
);
const edges = [...imports].flatMap(([file, all]) => all.map((name) => [file, name] as const));
const lines = (found: readonly (readonly [string, string])[]): string[] =>
  found.map(([from, to]) => `${from} imports ${to}`);

test("every file is looked at, and its imports are found", () => {
  expect(imports.get("formats/formats.ts")).toContain("formats/sheet/format.ts");
  expect(edges.filter(([, name]) => name.endsWith(".ts") && !imports.has(name) && !name.endsWith(".d.ts"))).toEqual([]);
});

test("no files import each other in a circle, types included", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file].join(" > "));
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

test("each format has a folder, and none borrows from another's", () => {
  const folderOf = (path: string) => /^formats\/(\w+)\//u.exec(path)?.[1];
  const folders = new Set(
    files.map((file) => folderOf(file.replaceAll("\\", "/"))).filter((name) => name !== undefined),
  );
  expect([...folders].sort()).toEqual([...FORMAT_NAMES, "shared"].sort());
  const borrowed = edges.filter(([from, to]) => {
    const [own, other] = [folderOf(from), folderOf(to)];
    return own !== undefined && other !== undefined && other !== "shared" && own !== other;
  });
  expect(lines(borrowed)).toEqual([]);
});

test("a format is read by its registry's names alone, whatever asks", () => {
  const inside = edges.filter(([from, to]) => /^formats\/(?!shared\/)\w+\//u.test(to) && !from.startsWith("formats/"));
  // Loaded before there is a document, which no name of the registry does.
  expect(lines(inside)).toEqual(["work/second-reading.ts imports formats/docx/flat-text.ts"]);
});

test("what is pure touches no file, network, process or cloud", () => {
  const pure = /^(?:document|pages|profiles|report)\//u;
  const impure =
    /^(?:node:)?(?:fs|net|http|https|http2|dgram|dns|tls|child_process|worker_threads|cluster|os|process)(?:\/|$)|^@aws-|^(?:storage|catalog|api|serve|delivery|infrastructure|work)\//u;
  // The store works through the port that it is handed.
  const allowed = new Set(["report/store.ts imports storage/objects.ts"]);
  const found = lines(edges.filter(([from, to]) => pure.test(from) && impure.test(to)));
  expect(found.filter((line) => !allowed.has(line))).toEqual([]);
});

test("formats know nothing of what is made of documents, nor of who has them read", () => {
  const found = edges.filter(
    ([from, to]) =>
      from.startsWith("formats/") && /^(?:profiles|report|work|storage|catalog|api|serve|delivery)\//u.test(to),
  );
  expect(lines(found)).toEqual([]);
});

test("a family of documents is known to the registry alone", () => {
  const familyIn = (path: string) => /^profiles\/(?!common\/)(\w+)\//u.exec(path)?.[1];
  const inside = edges.filter(([from, to]) => familyIn(to) !== undefined && familyIn(from) !== familyIn(to));
  expect(lines(inside)).toEqual([
    "profiles/profiles.ts imports profiles/declared/profile.ts",
    "profiles/profiles.ts imports profiles/disclosure/profile.ts",
  ]);
});

test("until a document is read, neither the command nor a worker loads what judges it", () => {
  const loaded = new Set<string>();
  const visit = (file: string) => {
    if (loaded.has(file) || !imports.has(file)) return;
    loaded.add(file);
    const text = readFileSync(join(LIB, file), "utf8");
    for (const [, name] of text.matchAll(/^(?:import|export)\s(?!type\b)[^;"]*"(\.[^"]+)"/gmu))
      visit(relative(LIB, resolve(LIB, dirname(file), name as string)).replaceAll("\\", "/"));
  };
  for (const file of ["work/document-worker.ts", "work/serve-documents.ts", "work/run.ts"]) visit(file);
  expect(loaded).toContain("report/summary.ts");
  expect([...loaded].filter((file) => file.startsWith("profiles/"))).toEqual([]);
});
