import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { officeReport } from "../make/reports.ts";
import { type Running, startServeIn, temporaryFolder, until } from "../make/serve.ts";

/**
 * Two runs over one folder, the second with its clock a day behind. For `npm run verify`; test/serve/inbox.test.ts says
 * the same of the intake.
 */
const patiently = process.env.TABULARIUM_VERIFY === "full" ? test : test.skip;

const DAY = 86_400;
let data: string;
let running: Running | null = null;
beforeEach(async () => {
  data = await temporaryFolder();
});
afterEach(async () => {
  await running?.kill();
  await rm(data, { recursive: true, force: true });
});

async function start(secondsAhead: number): Promise<void> {
  await running?.stop();
  const clock = new URL("../fixtures/clock.mjs", import.meta.url).href;
  running = await startServeIn({ NODE_OPTIONS: `--import=${clock}`, CLOCK_AHEAD: String(secondsAhead) }, data);
}
const inbox = (name: string) => join(data, "inbox", name);
const standings = async (): Promise<Record<string, string>> => {
  const { items } = (await (await fetch(`${running?.url}/reports?all=true`)).json()) as {
    items: { id: string; standing: string }[];
  };
  return Object.fromEntries(items.map(({ id, standing }) => [id, standing]));
};
const standingOf = (report: string, standing: string) =>
  until(async () => (await standings())[sha256(report)] === standing, 20_000);

/** Ids of reports in the events told after a place in the log, until one of them is there. */
async function toldAfter(position: string, awaited: string): Promise<{ position: string; ids: string[] }> {
  const stream = await fetch(`${running?.url}/events?since=${position}`, { signal: AbortSignal.timeout(20_000) });
  let text = "";
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes(awaited)) break;
  }
  return {
    position: /^id: (\d+)$/mu.exec(text)?.[1] ?? "",
    ids: [...text.matchAll(/"id":"([0-9a-f]{64})"/gu)].map(([, id]) => id ?? ""),
  };
}

patiently(
  "a clock set back between two runs makes no newer report superseded or withdrawn, and hides no event",
  async () => {
    const [older, newer, returning] = [officeReport(1), officeReport(1, 2024, 76), officeReport(2)];
    await start(0);
    await writeFile(inbox("旧.html"), older);
    await writeFile(inbox("撤.html"), returning);
    await standingOf(older, "current");
    await standingOf(returning, "current");
    await rm(inbox("撤.html"));
    await standingOf(returning, "withdrawn");
    const { position } = await toldAfter("0", sha256(older));
    await start(-DAY);
    await writeFile(inbox("新.html"), newer);
    await writeFile(inbox("撤.html"), returning);
    await standingOf(newer, "current");
    await standingOf(returning, "current");
    expect((await standings())[sha256(older)]).toBe("superseded");
    expect((await toldAfter(position, sha256(newer))).ids).toContain(sha256(newer));
  },
  90_000,
);
