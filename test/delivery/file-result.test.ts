import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { PromiseBrokenError } from "../../lib/delivery/errors.ts";
import { fileResult } from "../../lib/delivery/file-result.ts";
import { ReaderError } from "../../lib/formats/errors.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { failure } from "../../lib/work/failure.ts";
import { makeReport, sha256 } from "../make/catalog.ts";
import { makeSource } from "../make/judgement.ts";
import { temporaryFolder } from "../make/serve.ts";

const folders: string[] = [];
const store = async () => {
  const folder = await temporaryFolder();
  folders.push(folder);
  return directoryStore(folder);
};
beforeEach(() => {
  folders.length = 0;
});
afterEach(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

test("Results are filed with the pictures of their pages", async () => {
  const [made, results] = [await store(), await store()];
  const plain = makeReport({ organization: "甲局", year: 2024, engineVersion: ENGINE_VERSION });
  const report: Report = { ...plain, source: { ...plain.source, shownPages: [3] } };
  const pages = new Map([[3, new TextEncoder().encode("page 3")]]);
  await writeResult(made, report.id, { report, document: null, pictures: { cutouts: new Map(), pages } });
  expect(await fileResult(made, results, report.id)).toEqual(report);
  const filed: string[] = [];
  for await (const key of results.list("")) filed.push(key.slice(report.id.length + 1));
  expect(filed).toEqual(["report-pages/3.jpg", "report.html", "report.json"]);
});

test("What failed for want of time is no broken promise: it is tried again, and nothing is filed", async () => {
  const [made, results] = [await store(), await store()];
  const source = makeSource({ sha256: sha256("slow"), name: "慢.pdf" });
  const report = failure(source, new ReaderError("TIMEOUT", "到时限仍未读完。"));
  await writeResult(made, report.id, { report, document: null });
  await expect(fileResult(made, results, report.id)).rejects.toMatchObject({ name: "TIMEOUT" });
  await expect(fileResult(made, results, sha256("nothing"))).rejects.toBeInstanceOf(PromiseBrokenError);
  expect(await results.get(`${report.id}/report.json`)).toBeNull();
});
