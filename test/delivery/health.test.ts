import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Cloud, startCloud } from "../make/cloud.ts";
import { openCloudApi } from "../make/cloud-api.ts";

/** Whether the API on AWS can do its work, as GET /health tells. */

let cloud: Cloud;
let busy = false;
beforeAll(async () => {
  cloud = await startCloud({ fails: (service) => busy && service === "dynamodb" });
  Object.assign(process.env, cloud.environment, { AWS_MAX_ATTEMPTS: "1" });
});
afterAll(async () => {
  delete process.env.AWS_MAX_ATTEMPTS;
  await cloud.close();
});

async function health(changed: Readonly<Record<string, string>> = {}, meanwhile = () => {}) {
  const api = await openCloudApi({ ...cloud.environment, ...changed });
  meanwhile();
  const answer = await api("/health");
  return [answer.status, ((await answer.json()) as { trouble?: string }).trouble];
}

test("it asks the table and both buckets, and names what it can't reach", async () => {
  expect(await health()).toEqual([200, null]);
  expect(await health({ INTAKE_BUCKET: "taken-down" })).toEqual([503, "INTAKE"]);
  expect(await health({ RESULTS_BUCKET: "taken-down" })).toEqual([503, "RESULTS"]);
  expect(await health({}, () => (busy = true))).toEqual([503, "CATALOG"]);
});
