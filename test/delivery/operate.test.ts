import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { deadLetters } from "../../lib/delivery/queues.ts";
import { redrive } from "../../lib/delivery/redrive.ts";
import { type Cloud, startCloud } from "../make/cloud.ts";

describe("redrive", () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.close());

  test("puts back what may pass, whole, and leaves what never will, each with its reason", async () => {
    const { work, deadLetters: dead } = cloud.queues;
    const giveUp = deadLetters(cloud.sqs, dead);
    await giveUp({ body: '{"键":"甲 乙+丙"}', code: "ThrottlingException", reason: "Rate exceeded", deliveries: 5 });
    await giveUp({ body: "forged", code: "NOT_OURS", reason: "no event of S3\u0000", deliveries: 1 });
    await cloud.sendMessage("killed its function", dead);
    const said: string[] = [];
    const options = {
      from: dead,
      to: work,
      onMessage: (moved: boolean, code: string, reason: string) => void said.push(`${moved} ${code} ${reason}`),
    };
    expect(await redrive(cloud.sqs, options)).toEqual({ moved: 2, left: 1 });
    expect(said.toSorted()).toEqual([
      "false NOT_OURS no event of S3?",
      "true NO_REASON ",
      "true ThrottlingException Rate exceeded",
    ]);
    const { Messages = [] } = await cloud.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: work, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body }) => Body).toSorted()).toEqual(
      ["killed its function", '{"键":"甲 乙+丙"}'].toSorted(),
    );
    // What was left is seen at once by whoever asks for it by name.
    expect(await redrive(cloud.sqs, { ...options, code: "NOT_OURS" })).toEqual({ moved: 1, left: 0 });
  });
});
