import { expect, test } from "@jest/globals";
import { parseSettings } from "../../lib/infrastructure/settings.ts";

test("Without a word the embedded engine recognises on arm64 and callers sign their requests", () => {
  expect(parseSettings({})).toMatchObject({
    architecture: "arm64",
    recognition: { engine: "embedded" },
    authorization: { type: "iam" },
  });
});

test("Without a word logs are kept for longer than any six months, as China's law asks", () => {
  expect(parseSettings({}).retention.logDays).toBeGreaterThanOrEqual(184);
});

test.each([
  ["a setting that does not exist", { intak: {} }, /intak/u],
  [
    "Textract where the region has none",
    { region: "cn-north-1", recognition: { engine: "textract" } },
    /区域 cn-north-1 没有 Amazon Textract/u,
  ],
  [
    "a key of the account's own without a region",
    { guardRails: { customerManagedKey: true } },
    /自管密钥时必须写明 region/u,
  ],
  ["Textract without a region", { recognition: { engine: "textract" } }, /必须写明 region/u],
  [
    "a batch that its time does not suffice for",
    { process: { memory: 1769, timeoutSeconds: 200, documentSeconds: 60, batch: 4, concurrency: 2 } },
    /timeoutSeconds/u,
  ],
  ["a prefix that does not end at a folder", { intake: { prefix: "年报" } }, /前缀/u],
  ["a term for logs that CloudWatch has not", { retention: { logDays: 100 } }, /logDays/u],
  ["an open API", { authorization: { type: "none" } }, /authorization/u],
  [
    "an issuer that is not asked over TLS",
    { authorization: { type: "oidc", issuer: "http://login.example", clientId: "a" } },
    /issuer/u,
  ],
  [
    "to ask a provider of people for less than who they are",
    { authorization: { type: "oidc", issuer: "https://login.example", clientId: "a", scope: "profile" } },
    /openid/u,
  ],
  ["a domain of Amazon's name", { authorization: { type: "cognito", domainPrefix: "my-aws" } }, /domainPrefix/u],
  [
    "an alarm before a killed run can have been repeated",
    { alarms: { oldestMessageMinutes: 59 } },
    /oldestMessageMinutes/u,
  ],
  ["objects larger than a document may be", { intake: { largestObjectBytes: 10 ** 12 } }, /largestObjectBytes/u],
])("Refuses %s in a sentence", (_, input, sentence) => {
  expect(() => parseSettings(input)).toThrow(sentence);
});
