import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { examplesOf, readPage, runExamples } from "../make/examples.ts";
import { copySample, type Running, startServe, temporaryFolder, until } from "../make/serve.ts";

/** What docs/ promises to programs, held against a running server. */

const FILE = "青溪镇2024年报.docx";
let folder: string;
let running: Running;
let id: string;
const at = (name: string) => join(folder, name);
const answer = async (path: string): Promise<Record<string, unknown>> =>
  (await fetch(`${running.url}${path}`)).json() as never;

beforeAll(async () => {
  folder = await temporaryFolder();
  running = await startServe(at("data"));
  await copySample("云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx", at(FILE));
  await copySample("乡镇往年报告.zip", at("data/inbox/往年.zip"));
  await copySample("会议通知.docx", at("data/inbox/通知.docx"));
  await copySample("云泽县教育局2024年政府信息公开工作年度报告.docx", at("data/inbox/教育局.docx"));
  await copySample("云泽县白石街道办事处2024年政府信息公开工作年度报告.txt", at("data/inbox/白石.txt"));
  id = createHash("sha256")
    .update(await readFile(at(FILE)))
    .digest("hex");
  await until(async () => ((await answer("/reports")).items as unknown[]).length === 5);
}, 60_000);
afterAll(async () => {
  await running?.kill();
  await rm(folder, { recursive: true, force: true });
});

describe("/openapi.json", () => {
  test("is valid OpenAPI 3.1 for a validating client", async () => {
    const validator = new Validator();
    expect(await validator.validate(await answer("/openapi.json"))).toMatchObject({ valid: true });
  });

  test("describes what is answered", async () => {
    const description = await answer("/openapi.json");
    const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema({ $id: "api", ...description });
    const { items } = (await answer("/reports")) as { items: { id: string }[] };
    const answers: [schema: string, path: string][] = [
      ["Health", "/health"],
      ["Summary", "/summary"],
      ["Years", "/years"],
      ["Roster", "/roster?year=2024"],
      ["ReportPage", "/reports"],
      ["Problem", "/nowhere"],
      ...items.map((item): [string, string] => ["Report", `/reports/${item.id}`]),
    ];
    for (const [schema, path] of answers) {
      const validate = ajv.compile({ $ref: `api#/components/schemas/${schema}` });
      expect({ path, fits: validate(await answer(path)), errors: validate.errors }).toEqual({
        path,
        fits: true,
        errors: null,
      });
    }
  });

  test("names every operation, and what it refuses with which body", async () => {
    const { paths } = (await answer("/openapi.json")) as {
      paths: Record<
        string,
        Record<string, { operationId: string; tags: string[]; responses: Record<string, { content?: object }> }>
      >;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { operationId, tags, responses } of operations) {
      expect({ operationId, tags: tags.length }).toEqual({ operationId, tags: 1 });
      for (const [status, { content }] of Object.entries(responses))
        if (Number(status) >= 400 && operationId !== "getHealth")
          expect(Object.keys(content ?? {})).toEqual(["application/problem+json"]);
    }
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(["/", "/events", "/years", "/uploads/{ticket}", "/submissions/{submission}"]),
    );
  });
});

describe("a method that a path does not have", () => {
  test.each([
    ["PATCH", "/reports", "GET, HEAD"],
    ["DELETE", "/uploads/x", "PUT"],
    ["PUT", "/uploads", "POST"],
    ["OPTIONS", "/events", "GET, HEAD"],
  ])("%s %s is refused with those it has", async (method, path, allow) => {
    const refused = await fetch(`${running.url}${path}`, { method });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, allow]);
    expect(await refused.json()).toMatchObject({ status: 405, code: "METHOD" });
  });
});

test("the examples of docs/api.md do what they say, one after the other", async () => {
  const { cursor } = (await answer("/reports?year=2024&limit=1")) as { cursor: string };
  const environment = { API: running.url, ID: id, CURSOR: cursor };
  // The first says only where the server is; what a subscriber does with an event is the reader's.
  const all = examplesOf(await readPage("docs/api.md"))
    .filter(({ code, language }) => language !== "" && !code.startsWith("API="))
    .map((example) => ({
      ...example,
      code: example.code
        .replace("http://127.0.0.1:8080", running.url)
        .replace(/await deal\(.*$/mu, "console.log(event, JSON.parse(data).eventId); process.exit();"),
    }));
  expect(all.length).toBeGreaterThanOrEqual(6);
  for (const example of all) {
    const { code, printed, errors } = await runExamples([example], { folder, environment });
    const block = example.code;
    expect({ block, code, said: code === 0 ? "" : printed + errors }).toEqual({ block, code: 0, said: "" });
    if (example.language === "js") expect(printed[0]).toMatch(/^Report Processed [0-9a-f]{32}/u);
    if (block.includes("-X PUT")) await until(async () => (await fetch(`${running.url}/reports/${id}`)).ok);
  }
  // The last of them withdraws what the first handed in.
  await until(async () => (await answer(`/reports/${id}`)).standing === "withdrawn");
}, 60_000);
