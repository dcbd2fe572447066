import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

/**
 * Plays the part of Lambda for a built function: takes messages from a queue, hands them to the handler in batches, and puts back what the
 * handler names as failed. Runs until it is killed, or until its standard input closes.
 * Arguments: the bundle's index.js, the queue's URL, the largest batch.
 */
const [index, queue, batch] = process.argv.slice(2);
process.stdin.resume().on("end", () => process.exit(0));
const started = performance.now();
const { handler } = await import(index);
const sqs = new SQSClient({});
process.stdout.write(`${JSON.stringify({ started: performance.now() - started })}\n`);

for (let request = 0; ; request++) {
  const { Messages = [] } = await sqs
    .send(
      new ReceiveMessageCommand({
        QueueUrl: queue,
        MaxNumberOfMessages: Number(batch),
        WaitTimeSeconds: 0,
        AttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    )
    .catch(() => ({ Messages: [] }));
  if (Messages.length === 0) {
    await new Promise((done) => setTimeout(done, 50));
    continue;
  }
  const event = {
    Records: Messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: {},
      md5OfBody: message.MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:work",
      awsRegion: "us-east-1",
    })),
  };
  const context = {
    functionName: "test",
    functionVersion: "1",
    memoryLimitInMB: "1769",
    awsRequestId: String(request),
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:test",
    getRemainingTimeInMillis: () => 60_000,
  };
  const before = performance.now();
  const answer = await handler(event, context);
  const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const message of Messages) {
    const at = { QueueUrl: queue, ReceiptHandle: message.ReceiptHandle };
    // Lambda leaves failed ones until the time is over that the function has set; here they come back at once, to save time.
    if (failed.has(message.MessageId))
      await sqs.send(new ChangeMessageVisibilityCommand({ ...at, VisibilityTimeout: 1 })).catch(() => {});
    else await sqs.send(new DeleteMessageCommand(at)).catch(() => {});
  }
  process.stdout.write(
    `${JSON.stringify({ invoked: performance.now() - before, records: Messages.length, failed: failed.size, rss: process.memoryUsage().rss })}\n`,
  );
}
