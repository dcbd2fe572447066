import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { officeReport } from "../../test/make/reports.ts";
import { scannedFile } from "../../test/make/scanned/file.ts";
import { scannedReport } from "../../test/make/scanned/variety.ts";
import type { Deployment } from "./deployment.ts";
import type { Stage } from "./stage.ts";
import { expect, step } from "./step.ts";

/** What is put into the bucket, taken away and put back, and what becomes of it. */

const SAMPLES = "samples";
/** A seed and number whose scan is a PDF of straight pages. */
const SCAN = { seed: 1, number: 1 };
const RESULT_FILES = ["document.json", "report.html", "report.json", "source"];

export async function playDocuments(stage: Stage): Promise<void> {
  await step("all samples: results, rows, events", () => samples(stage));
  await step("a scan is recognised", async () => {
    const { bytes } = await scannedFile(scannedReport(SCAN.seed, SCAN.number), SCAN.seed, SCAN.number);
    await stage.put("scan/scan.pdf", bytes);
    await stage.quiet(180);
    const told = (await stage.events()).filter(({ detail }) => detail.name.includes("scan.pdf"));
    expect(told.length === 1 && told[0]?.detail.status !== "failed", "one event of the scan, read", told);
  });
  await step("what can't be read is a failed report; what is too large is given up with its reason", () =>
    poison(stage),
  );
  await step("deletes, markers taken away, versions deleted for good", () => deletes(stage));
}

async function samples(stage: Stage): Promise<void> {
  for (const name of await readdir(SAMPLES)) await stage.put(`samples/${name}`, await readFile(join(SAMPLES, name)));
  await stage.quiet(180);
  const known = (await stage.known()).filter(({ entry }) => entry === undefined);
  const unfinished = known.filter(({ finishedBy }) => finishedBy === null);
  const names = (await readdir(SAMPLES)).length;
  expect(known.length === names && unfinished.length === 0, `${names} finished rows`, known);
  const events = await stage.events();
  const results = await stage.results();
  const told = new Set(events.map(({ detail }) => detail.id));
  expect(told.size >= names - 1, "an event of each document", events);
  for (const id of told)
    for (const file of RESULT_FILES) expect(results.includes(`results/${id}/${file}`), `${file} of ${id}`, results);
}

async function poison(stage: Stage): Promise<void> {
  const broken = await stage.put("poison/broken.pdf", "%PDF-1.7 and nothing that follows");
  const large = await stage.put("poison/large.pdf", new Uint8Array(4 * 2 ** 20 + 1));
  await stage.quiet(120);
  const of = async (version: string) => (await stage.known()).find((each) => each.version === version);
  expect((await of(broken))?.finishedBy !== null, "the broken file's row is finished", await of(broken));
  expect((await of(large))?.givenUp === true, "the large file's row is given up", await of(large));
  const events = (await stage.events()).filter(({ detail }) => detail.name.includes("poison/"));
  expect(events.length === 2 && events.every(({ detail }) => detail.status === "failed"), "two failed", events);
  const dead = await stage.deadLetters();
  expect(dead.length === 1 && dead[0]?.code === "TOO_LARGE", "one dead letter, TOO_LARGE", dead);
}

async function deletes(stage: Stage): Promise<void> {
  const key = "deletes/年报.html";
  const standing = async (expected: readonly string[], what: string) => {
    await stage.quiet(120);
    const found = (await stage.known()).filter((each) => each.key === key && !each.withdrawn);
    const versions = found.map(({ version }) => version).sort();
    expect(JSON.stringify(versions) === JSON.stringify([...expected].sort()), `${what}: ${expected}`, found);
  };
  const first = await stage.put(key, officeReport(9001));
  await standing([first], "put");
  const marker = await stage.remove(key);
  await standing([], "deleted");
  await stage.remove(key, marker);
  await standing([first], "its marker taken away");
  const second = await stage.put(key, officeReport(9002));
  await standing([first, second], "another office's under the same key");
  await stage.remove(key, second);
  await standing([first], "the newer deleted for good");
  await stage.remove(key, first);
  await standing([], "the only one deleted for good");
}

/** An event that never came is made good by the function of each night. */
export async function playLostEvent(stage: Stage, cloud: Deployment, stack: string): Promise<void> {
  const resources = [...(await cloud.resources(stack))];
  const named = (type: string, name: string) => {
    const found = resources.find(([logical, each]) => each.type === type && logical.startsWith(name));
    expect(found !== undefined, `a resource ${type} ${name}`, resources);
    return found[1].id;
  };
  await step("a lost event: the Reconciliation function finds what was put", async () => {
    const rules = new EventBridgeClient({});
    const Name = named("AWS::Events::Rule", "Intake").split("/").at(-1);
    await rules.send(new DisableRuleCommand({ Name }));
    const version = await stage.put("lost/年报.html", officeReport(9003));
    await stage.quiet(60);
    const of = async () => (await stage.known()).find((each) => each.version === version);
    expect((await of()) === undefined, "nothing heard of it", await of());
    await rules.send(new EnableRuleCommand({ Name }));
    const reconciliation = named("AWS::Lambda::Function", "Reconciliation");
    const path = `/2015-03-31/functions/${reconciliation}/invocations`;
    const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}${path}`, { method: "POST", body: "{}" });
    expect(answer.ok && !answer.headers.has("x-amz-function-error"), "it ends well", await answer.text());
    await stage.quiet(60);
    expect(typeof (await of())?.finishedBy === "string", "it was read", await of());
  });
}
