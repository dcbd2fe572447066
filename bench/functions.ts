import { readFile } from "node:fs/promises";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import sharp from "sharp";
import { INTAKE, type Service, startCloud } from "../test/make/cloud.ts";
import { builtFunctions, runFunction } from "../test/make/functions.ts";
import { officeReport } from "../test/make/reports.ts";

/**
 * Cold start of each function that takes documents: from starting Node 24 with the built bundle to its first result,
 * its memory and size; then what a report asks of the services, as docs/operations.md prices it.
 */

const REPORTS = 40;

const functions = await builtFunctions(["process", "recognise"]);
const asked: Record<Service, number> = { s3: 0, dynamodb: 0, sqs: 0, events: 0 };
const cloud = await startCloud({
  fails: (service) => {
    asked[service]++;
    return false;
  },
});

async function measure(name: "process" | "recognise", queue: string, key: string, body: Uint8Array): Promise<void> {
  await cloud.putObject(key, name, body);
  const object = { key, size: body.length, "version-id": name };
  const message = {
    source: "aws.s3",
    "detail-type": "Object Created",
    time: "2026-01-05T00:00:00Z",
    detail: { bucket: { name: INTAKE }, object },
  };
  await cloud.sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(message) }));
  const started = performance.now();
  const running = runFunction(functions.folder, name, queue, cloud.environment, 1);
  let done: string | undefined;
  while (done === undefined) {
    await new Promise((wait) => setTimeout(wait, 5));
    done = running.lines.find((line) => line.startsWith('{"invoked"'));
  }
  const { rss } = JSON.parse(done) as { rss: number };
  const loaded = JSON.parse(running.lines.find((line) => line.startsWith('{"started"')) ?? "{}") as { started: number };
  console.log(
    `${name.padEnd(10)} code loaded ${(loaded.started / 1000).toFixed(2)} s, start to first result ${((performance.now() - started) / 1000).toFixed(2)} s, ${Math.round(rss / 2 ** 20)} MB`,
  );
  await running.kill();
}

const sample = new URL("../samples/云泽县教育局2024年政府信息公开工作年度报告.docx", import.meta.url);
const page = `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="600"><rect width="1240" height="600" fill="#fff"/><text x="80" y="200" font-size="40">NOTICE 2024</text></svg>`;
await measure("process", cloud.queues.work, "report.docx", await readFile(sample));
await measure("recognise", cloud.queues.recognise, "scan.png", await sharp(Buffer.from(page)).png().toBuffer());

/** Made-up reports, one after the other, by a function that is warm. */
async function requests(): Promise<void> {
  const running = runFunction(functions.folder, "process", cloud.queues.work, cloud.environment, 1);
  const before = { ...asked };
  const puts = () => [...cloud.written.values()].reduce((sum, times) => sum + times, 0);
  const putsBefore = puts();
  for (let n = 1; n <= REPORTS; n++) {
    const body = Buffer.from(officeReport(n));
    await cloud.putObject(`${n}.html`, "1", body);
    const object = { key: `${n}.html`, size: body.length, "version-id": "1" };
    const detail = { bucket: { name: INTAKE }, object };
    await cloud.sendMessage({
      source: "aws.s3",
      "detail-type": "Object Created",
      time: "2026-01-05T00:00:00Z",
      detail,
    });
  }
  while (running.lines.filter((line) => line.startsWith('{"invoked"')).length < REPORTS)
    await new Promise((wait) => setTimeout(wait, 50));
  await running.kill();
  const each = (count: number): string => (count / REPORTS).toFixed(1);
  let bytes = 0;
  for await (const key of cloud.results.list("")) bytes += (await cloud.results.get(key))?.length ?? 0;
  console.log(
    `a report asks: S3 ${each(puts() - putsBefore)} PUT, ${each(asked.s3 - before.s3 - (puts() - putsBefore))} GET and HEAD, ` +
      `DynamoDB ${each(asked.dynamodb - before.dynamodb)}, events ${each(asked.events - before.events)}; ` +
      `results ${each(bytes / 1024)} kB`,
  );
}
await requests();
await cloud.close();
await functions.remove();
