import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { officeName, officeReport } from "../make/reports.ts";
import { copySample, startServe, until } from "../make/serve.ts";

import { type Served, served } from "../make/served.ts";

/** `tabularium serve` as a program: whom it answers, what it tells and logs, beside which it runs. */

test.concurrent(
  "judges years against each other whichever comes last, and tells so",
  served(async ({ ask, inbox, list, start }) => {
    const running = await start();
    // Carries 3 over to the next year, of which the next year's report knows nothing.
    const [year2023, year2024] = [officeReport(5, 2023, 3), officeReport(5, 2024, 4)];
    for (const [name, report] of [
      ["2024.html", year2024],
      ["2023.html", year2023],
    ] as const) {
      await writeFile(inbox(name), report);
      await until(async () => (await list()).some(({ id }) => id === sha256(report)));
    }
    const { history } = await until(async () => {
      const report = (await (await ask(`/reports/${sha256(year2024)}`)).json()) as { history: { code: string }[] };
      return report.history.length > 0 ? report : null;
    });
    expect(history.map(({ code }) => code)).toContain("HISTORY-CARRY");
    const events = await told({ ask }, "0", 3);
    expect(events.filter(({ type }) => type === "Report Processed").map(({ detail }) => detail.id)).toEqual([
      sha256(year2024),
      sha256(year2023),
    ]);
    expect(events.filter(({ type }) => type === "Report Reviewed").map(({ detail }) => detail)).toMatchObject([
      { id: sha256(year2024), organization: officeName(5), year: 2024 },
    ]);
    // Who comes back gets what came after, also from a server started since.
    await running.kill();
    await start();
    expect((await told({ ask }, events[0]?.position ?? "", 2)).map(({ detail }) => detail.eventId)).toEqual(
      events.slice(1).map(({ detail }) => detail.eventId),
    );
  }),
  120_000,
);

test.concurrent(
  "serves only this machine unless it has a token, which it then asks of everyone",
  served(async ({ data, log, start }) => {
    await expect(startServe(data, "--host", "0.0.0.0")).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining("--token"),
    });
    const { port } = new URL((await start("--host", "0.0.0.0", "--token", "geheim")).url);
    const ask = (path: string, options?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, options);
    expect((await ask("/health")).status).toBe(200);
    for (const path of [
      "/",
      "/reports",
      "/events",
      "/problems.csv",
      "/openapi.json",
      "/?token=wrong",
      "/reports?token=geheim",
    ])
      expect((await ask(path)).status).toBe(401);
    expect((await ask("/uploads/x", { method: "PUT", body: "x" })).status).toBe(401);
    expect((await ask("/reports", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
    expect((await ask("/reports", { headers: { authorization: "Bearer geheim" } })).status).toBe(200);
    const entered = await ask("/?token=geheim", { redirect: "manual" });
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/iu);
    expect((await ask("/", { headers: { cookie: cookie.split(";")[0] ?? "" } })).status).toBe(200);
    expect(log()).not.toContain("geheim");
  }),
  60_000,
);

test.concurrent(
  "keeps a second server off its folder, and says what is wrong with one that it can't use",
  served(async ({ ask, data, start }) => {
    const running = await start();
    await expect(startServe(data)).rejects.toMatchObject({ code: 2, message: expect.stringContaining("正在使用") });
    await running.kill();
    await start();
    expect((await ask("/health")).status).toBe(200);
    const file = join(data, "file");
    await writeFile(file, "");
    await expect(startServe(file)).rejects.toMatchObject({ code: 2, message: expect.stringContaining("不可写") });
    // Where nobody may make a folder, Node's own way to make one and those above it never ends.
    if (process.platform === "linux")
      await expect(startServe("/proc/nowhere")).rejects.toMatchObject({
        code: 2,
        message: expect.stringContaining("不可写"),
      });
    await expect(startServe(join(data, "other"), "--port", "x")).rejects.toMatchObject({ code: 2 });
  }),
  60_000,
);

test.concurrent(
  "logs lines of JSON without a word of the documents",
  served(async ({ ask, inbox, list, log, start }) => {
    await start();
    await copySample("云泽县教育局2024年政府信息公开工作年度报告.docx", inbox("a.docx"));
    await until(async () => (await list()).length === 1);
    const report = (await (await ask(`/reports/${(await list())[0]?.id}`)).json()) as {
      title: string;
      findings: { message: string }[];
    };
    const lines = log()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        time: expect.any(String),
        level: expect.any(String),
        event: expect.any(String),
      });
    expect(log()).not.toContain(report.title);
    expect(log()).not.toContain(report.findings[0]?.message);
  }),
  60_000,
);

interface Told {
  type: string;
  position: string;
  detail: { eventId: string; id: string };
}

/** Events behind a position: so many at least, and what comes in the moment after them. */
async function told({ ask }: Pick<Served, "ask">, since: string, atLeast: number): Promise<Told[]> {
  const stop = new AbortController();
  const answer = await ask("/events", { headers: { "last-event-id": since }, signal: stop.signal });
  let text = "";
  const events = (): Told[] =>
    text.split("\n\n").flatMap((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "mu").exec(block)?.[1] ?? "";
      return field("event").startsWith("Report") && field("id")
        ? [{ type: field("event"), position: field("id"), detail: JSON.parse(field("data")) }]
        : [];
    });
  const reading = (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      text += new TextDecoder().decode(chunk);
  })().catch(() => {});
  await until(async () => events().length >= atLeast);
  await new Promise((resume) => setTimeout(resume, 300));
  stop.abort();
  await reading;
  return events();
}
