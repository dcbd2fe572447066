import { execFile } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { SettingsInput } from "../lib/infrastructure/settings.ts";
import { startIdentityProvider } from "../test/make/identity-provider.ts";
import { playCallers } from "./rehearsal/callers-act.ts";
import { deployment, synthesise } from "./rehearsal/deployment.ts";
import { playDocuments, playLostEvent } from "./rehearsal/documents-act.ts";
import { startEmulator } from "./rehearsal/emulator.ts";
import { playLedger } from "./rehearsal/ledger-act.ts";
import { lint } from "./rehearsal/lint.ts";
import { python } from "./rehearsal/python.ts";
import { openStage } from "./rehearsal/stage.ts";
import { expect, step } from "./rehearsal/step.ts";
import { playAdoption, playTearDown, playUpgrade } from "./rehearsal/upgrade-act.ts";

/**
 * The whole stack on this machine, before there is an account: npm run rehearse [-- OBJECTS], the number of objects in
 * the ledger (500). Leaves nothing running.
 */

const FOLDER = resolve("node_modules/.cache/tabularium/rehearsal");
const TLS = { key: "test/fixtures/tls/key.pem", cert: "test/fixtures/tls/certificate.pem" };
const run = promisify(execFile);

const objects = Number(process.argv[2] ?? 500);
const architecture = process.arch === "arm64" ? "arm64" : "x64";
const closing: (() => Promise<void>)[] = [];

async function rehearse(): Promise<void> {
  const programs = await step("Python's programs", () => python(join(FOLDER, "python")));
  const work = join(FOLDER, "run");
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await step(`functions built for ${architecture}`, () => run("npx", ["tsx", "build.ts", "--functions", architecture]));

  const tls = { key: await readFile(TLS.key, "utf8"), cert: await readFile(TLS.cert, "utf8") };
  const provider = await startIdentityProvider("https://localhost", tls);
  closing.push(provider.close);
  const settings: SettingsInput = {
    architecture: architecture === "arm64" ? "arm64" : "x86_64",
    intake: { largestObjectBytes: 4 * 2 ** 20 },
    // One core runs one function at a time.
    process: { memory: 1769, timeoutSeconds: 85, documentSeconds: 20, batch: 2, concurrency: 4 },
    recognise: { memory: 3008, timeoutSeconds: 900, documentSeconds: 480, batch: 1, concurrency: 2 },
    authorization: { type: "oidc", issuer: provider.issuer, clientId: "tabularium", audience: ["https://tabularium"] },
  };
  const stack = await step("template synthesised", () => synthesise(settings, join(work, "cdk.out")));
  await lint(programs, settings, work);

  const emulator = await step("emulator started on 127.0.0.1", () =>
    startEmulator(programs, join(work, "emulator"), resolve(TLS.cert)),
  );
  closing.push(emulator.close);
  Object.assign(process.env, emulator.environment);
  const cloud = deployment();
  const outputs = await step("stack created", async () => {
    await cloud.bootstrap();
    return cloud.create(stack);
  });
  const stage = await openStage(outputs);

  await playDocuments(stage);
  await playLostEvent(stage, cloud, stack.name);
  await playCallers(stage, provider, tls.cert);
  await playUpgrade(stage, cloud, settings, work);
  await playLedger(stage, emulator, objects);
  await playTearDown(stage, cloud, stack.name);
  await playAdoption(stage, cloud, settings, work);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void finish(1));
async function finish(code: number): Promise<never> {
  for (const close of closing.splice(0).reverse()) await close().catch((error) => console.error(String(error)));
  process.exit(code);
}

expect(Number.isInteger(objects) && objects >= 10, "a number of objects from 10 on", process.argv[2]);
await rehearse().then(
  () => finish(0),
  (error: Error) => {
    console.error(error.message);
    return finish(1);
  },
);
