import { writeFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { STRUCK_FIGURE, struckReport } from "../make/reports.ts";
import { until } from "../make/serve.ts";
import { type Served, served } from "../make/served.ts";

/** People's words about reports, through the door of `tabularium serve`. */

interface Word {
  readonly figure: string;
  readonly before: number | string | null;
  readonly after?: number | string | null;
  readonly kind?: string;
  readonly reason?: string;
  readonly by?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are as different as what is asked
type Answer = any;

/** A server with one report that has one figure in doubt. */
async function withDoubt({ start, inbox, list, ask }: Served) {
  const report = struckReport(3);
  const id = sha256(report);
  const running = await start();
  await writeFile(inbox("年报.html"), report);
  await until(async () => (await list()).some((item) => item.id === id));
  const get = async (path = "") => {
    const answer = await ask(`/reports/${id}${path}`);
    return { etag: answer.headers.get("etag") ?? "", body: (await answer.json()) as Answer };
  };
  const say = async (word: Word | readonly Word[], etag: string | null) => {
    const answer = await ask(`/reports/${id}/reviews`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(etag !== null && { "if-match": etag }) },
      body: JSON.stringify(word),
    });
    return { status: answer.status, etag: answer.headers.get("etag") ?? "", body: (await answer.json()) as Answer };
  };
  return { id, running, get, say };
}

/** The first event of a kind. */
async function toldOf({ ask }: Served, kind: string): Promise<Answer> {
  let text = "";
  const { body } = await ask("/events?since=0");
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    const [, data] = new RegExp(`event: ${kind}\ndata: (.*)\n`, "u").exec(text) ?? [];
    if (data !== undefined) return JSON.parse(data);
  }
}

test.concurrent(
  "of two people at once the second sees the first's answer, and nothing is lost",
  served(async (server) => {
    const { get, say } = await withDoubt(server);
    const { etag } = await get();
    const both = await Promise.all([
      say({ figure: STRUCK_FIGURE, before: 3, after: 3, by: "王芳" }, etag),
      say({ figure: STRUCK_FIGURE, before: 3, after: 4, by: "李强" }, etag),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 412]);
    const { body } = await get();
    expect(body.reviews).toHaveLength(1);
    // Whoever is told of it is told by whose word, and when.
    const [{ by, at }] = body.reviews;
    expect(await toldOf(server, "Report Confirmed")).toMatchObject({ status: body.status, reviewed: { by, at } });
    expect((await say({ figure: STRUCK_FIGURE, before: 3, after: 3 }, null)).status).toBe(428);
    const now = await get();
    expect((await say({ figure: STRUCK_FIGURE, before: 99, after: 3 }, now.etag)).body.code).toBe("BEFORE_DIFFERS");
    const many = [
      { figure: "applications.granted.total", before: 3, after: 4, reason: "盖章更正" },
      { figure: "applications.granted.total", before: 3, after: "很多" },
    ];
    expect((await say(many, now.etag)).status).toBe(422);
    expect((await get()).body.reviews).toHaveLength(1);
  }),
  120_000,
);

test.concurrent(
  "what was said outlives a server that is killed, and is followed up by the next",
  served(async (server) => {
    const { running, get, say } = await withDoubt(server);
    const { etag } = await get();
    const killed = say({ figure: STRUCK_FIGURE, before: 3, after: 3, by: "王芳" }, etag).catch(() => null);
    // Sometimes before, sometimes amid, sometimes after it is put on record.
    await new Promise((done) => setTimeout(done, 15));
    await running.kill();
    await killed;
    await server.start();
    const { etag: now, body } = await get();
    const said = body.reviews.length === 1;
    // It was killed amid recording the report, or what was said of it: the next server goes on behind its first answers.
    await until(async () => {
      const { statuses } = (await (await server.ask("/summary?year=2024")).json()) as Answer;
      return said ? statuses.valid === 1 && statuses["needs-review"] === 0 : statuses["needs-review"] === 1;
    });
    // Sent again with what was seen then, it is refused; with what is seen now, taken.
    if (said) expect((await say({ figure: STRUCK_FIGURE, before: 3, after: 3 }, etag)).status).toBe(412);
    expect((await say({ figure: STRUCK_FIGURE, kind: "correct", before: 3, after: 4 }, now)).body.reviews).toHaveLength(
      said ? 2 : 1,
    );
  }),
  120_000,
);
