import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { PROGRAM, tabulariumOf } from "../make/command.ts";

const samples = fileURLToPath(new URL("../../samples", import.meta.url));
/** Here the program finds its libraries. */
const cache = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(cache, "年报 (一) "));
});
afterEach(() => rm(place, { recursive: true, force: true }));

test("a program in a folder with spaces and Chinese reads all that it reads elsewhere", async () => {
  const built = dirname(PROGRAM);
  await cp(built, join(place, "程序"), { recursive: true, filter: (path) => !/models$|functions$/u.test(path) });
  const files = (await readdir(samples)).filter((name) => /局.*\.(?:pdf|ofd|docx)$/u.test(name));
  expect(files.length).toBe(3);
  const lists = async (program: string, out: string) => {
    const paths = files.map((name) => join(samples, name));
    expect((await tabulariumOf(program, "process", ...paths, "--out", join(place, out))).code).toBe(0);
    return Promise.all(["problems.csv", "figures.csv"].map((list) => readFile(join(place, out, list), "utf8")));
  };
  expect(await lists(join(place, "程序/tabularium.js"), "there")).toEqual(await lists(PROGRAM, "here"));
}, 60_000);
