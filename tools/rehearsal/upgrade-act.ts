import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDBClient, RestoreTableToPointInTimeCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import type { KnownSubmission } from "../../lib/catalog/catalog.ts";
import type { SettingsInput } from "../../lib/infrastructure/settings.ts";
import { officeReport } from "../../test/make/reports.ts";
import { type Deployment, synthesise } from "./deployment.ts";
import { openStage, type Stage } from "./stage.ts";
import { expect, step } from "./step.ts";

/** A deployed stack gets other settings, is filled anew and taken down; what it holds stays, and another goes on with it. */

const run = promisify(execFile);

const command = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, ["dist/tabularium.js", ...args])).stdout;

export const reconcile = ({ outputs }: Stage): Promise<string> =>
  command(
    "reconcile",
    ...["--intake", outputs.IntakeBucket ?? "", "--results", outputs.ResultsBucket ?? ""],
    ...["--table", outputs.CatalogName ?? "", "--bus", outputs.EventBusName ?? ""],
    ...["--queue", outputs.ProcessQueue ?? ""],
  );

const told = (known: readonly KnownSubmission[]): string =>
  JSON.stringify(
    known
      .map(({ key, version, entry, finishedBy, givenUp, withdrawn }) =>
        JSON.stringify([key, version, entry, finishedBy, givenUp, withdrawn]),
      )
      .sort(),
  );

export async function playUpgrade(
  stage: Stage,
  cloud: Deployment,
  settings: SettingsInput,
  folder: string,
): Promise<void> {
  const { outputs } = stage;
  const before = told(await stage.known());
  const events = new Set((await stage.events()).map(({ detail }) => detail.eventId)).size;
  await step("stack updated with another setting: nothing is made anew", async () => {
    const changed: SettingsInput = { ...settings, mostDeliveries: 8, retention: { logDays: 30 } };
    const now = await cloud.update(await synthesise(changed, join(folder, "cdk.updated")));
    expect(JSON.stringify(now) === JSON.stringify(outputs), "the same outputs", now);
  });
  await step("backfill: everything stays, nothing is doubled", async () => {
    const { IntakeBucket = "", ProcessQueue = "" } = outputs;
    const state = join(folder, "backfill.json");
    await command("backfill", "--bucket", IntakeBucket, "--queue", ProcessQueue, "--state", state);
    await stage.quiet(300);
    const after = told(await stage.known());
    expect(after === before, `the same rows as before: ${before}`, after);
    const now = new Set((await stage.events()).map(({ detail }) => detail.eventId)).size;
    expect(now === events, `${events} events with ids of their own`, now);
  });
  await step("reconcile: catalog and bucket are one", async () => {
    const said = await reconcile(stage);
    expect(said.includes("完全一致"), "no difference", said);
  });
}

export async function playTearDown(stage: Stage, cloud: Deployment, stack: string): Promise<void> {
  await step("taken down: buckets and catalog stay", async () => {
    const [versions, known] = [(await stage.versions()).length, told(await stage.known())];
    await cloud.remove(stack);
    expect((await stage.versions()).length === versions, "every version is still there");
    expect(told(await stage.known()) === known, "every row is still there");
  });
}

/** What a table held a moment ago, in another one: DynamoDB's own way back. @returns its name */
export async function restored(table: string): Promise<string> {
  const client = new DynamoDBClient({});
  const TargetTableName = `${table}-restored`;
  await client.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName: table, TargetTableName, UseLatestRestorableTime: true }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: TargetTableName });
  client.destroy();
  return TargetTableName;
}

/** @param left the stage of the stack that was taken down */
export async function playAdoption(
  left: Stage,
  cloud: Deployment,
  settings: SettingsInput,
  folder: string,
): Promise<void> {
  const { IntakeBucket = "", ResultsBucket = "", CatalogName = "" } = left.outputs;
  const before = told(await left.known());
  const catalogTable = await step("the catalog's table restored under another name", () => restored(CatalogName));
  await step("another stack adopts the buckets and the restored table, and reads on", async () => {
    const adopted = { intakeBucket: IntakeBucket, resultsBucket: ResultsBucket, catalogTable };
    const outputs = await cloud.create(await synthesise({ ...settings, adopted }, join(folder, "cdk.adopting")));
    expect(outputs.IntakeBucket === IntakeBucket && outputs.CatalogName === catalogTable, "the places named", outputs);
    const stage = await openStage(outputs);
    expect(told(await stage.known()) === before, "every row is there");
    const version = await stage.put("adopted/年报.html", officeReport(9_999));
    await stage.quiet(120);
    const known = await stage.known();
    const another = known.filter((each) => each.version === version);
    expect(another.length === 1 && another[0]?.finishedBy !== null, "the new file is read", another);
    expect(told(known.filter((each) => each.version !== version)) === before, "every other row as it was");
    const said = await reconcile(stage);
    expect(said.includes("完全一致"), "no difference", said);
  });
}
