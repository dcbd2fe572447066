/**
 * Plays the part of Lambda for a built function that is called directly: hands one event after the other to the handler, and tells its answers.
 * Argument: the bundle's index.js.
 */
const { handler } = await import(process.argv[2]);
let request = 0;
process.on("message", async ({ event }) =>
  process.send({ answer: (await handler(event, { awsRequestId: String(++request) })) ?? null }),
);
