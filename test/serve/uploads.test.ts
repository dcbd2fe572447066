import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { openBelow, openToAll } from "../make/modes.ts";
import { officeReport } from "../make/reports.ts";
import { copySample, until } from "../make/serve.ts";

import { served } from "../make/served.ts";

/** What is sent to `tabularium serve`. */

test.concurrent(
  "takes files that are sent, and never lets one office's file replace another's",
  served(async ({ data, list, send, start }) => {
    await start();
    const [one, other] = [officeReport(7), officeReport(8)];
    expect(await (await send("年报.html", one)).json()).toEqual({ id: sha256(one), name: "年报.html" });
    expect(await (await send("年报.html", other, { sha256: sha256(other) })).json()).toEqual({
      id: sha256(other),
      name: "年报 (2).html",
    });
    expect(await (await send("年报.html", one)).json()).toEqual({ id: sha256(one), name: "年报.html" });
    await until(async () => (await list()).length === 2);
    expect((await readdir(join(data, "inbox"))).toSorted()).toEqual(["年报 (2).html", "年报.html"]);
  }),
  60_000,
);

test.concurrent(
  "refuses what is sent wrongly, and keeps nothing of it",
  served(async ({ ask, data, list, send, start }) => {
    await start();
    const report = officeReport(9);
    const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code];
    expect(await codeOf(await send("a.docx", "{\\rtf1 x}"))).toEqual([415, "UNSUPPORTED"]);
    expect(await codeOf(await send("a.html", "  \n "))).toEqual([422, "EMPTY"]);
    expect(await codeOf(await send("a.exe", Buffer.from("MZ\x90\0\x03\0\0\0", "latin1")))).toEqual([
      415,
      "UNSUPPORTED",
    ]);
    expect(await codeOf(await send("a.html", report, { sha256: "0".repeat(64) }))).toEqual([422, "CHECKSUM"]);
    expect(await codeOf(await send("a.html", report, { bytes: 10 }))).toEqual([413, "TOO_LARGE"]);
    expect(await codeOf(await send("a.html", report, { bytes: 10_000_000 }))).toEqual([400, "INCOMPLETE"]);
    expect(await codeOf(await ask("/uploads/e30.forged", { method: "PUT", body: report }))).toEqual([
      403,
      "INVALID_UPLOAD",
    ]);
    expect(await codeOf(await ask("/uploads/x", { method: "PUT", body: report }))).toEqual([403, "INVALID_UPLOAD"]);
    expect(
      await codeOf(
        await ask("/uploads", {
          method: "POST",
          headers: { origin: "https://evil.example", "content-type": "application/json" },
          body: "{}",
        }),
      ),
    ).toEqual([403, "CROSS_SITE"]);
    for (const [n, name] of [
      "../../out.html",
      "/etc/out.html",
      "..\\..\\out.html",
      ".hidden.html",
      "a/../../out.html",
    ].entries()) {
      expect((await send(name, officeReport(n + 20))).status).toBe(201);
    }
    expect(await readdir(join(data, "temporary"))).toEqual([]);
    expect((await readdir(data)).toSorted()).toEqual(["catalog", "inbox", "lock", "results", "secret", "temporary"]);
    await until(async () => (await list()).length === 5);
  }),
  60_000,
);

test.concurrent(
  "puts nothing that is sent where a link in the inbox leads, nor below a file or in a folder's place",
  served(async ({ data, inbox, send, start }) => {
    await start();
    await mkdir(join(data, "outside"));
    await symlink("../outside", inbox("linkdir"));
    await symlink("../outside/new.html", inbox("link.html"));
    await writeFile(inbox("file"), "x");
    await mkdir(inbox("folder.html"));
    execFileSync("mkfifo", [inbox("pipe.html")]);
    const report = officeReport(30);
    for (const name of ["linkdir/a.html", "linkdir/b/a.html", "file/a.html"]) {
      const answer = await send(name, report);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, "NOT_A_FOLDER"]);
    }
    for (const name of ["link", "folder", "pipe"])
      expect(await (await send(`${name}.html`, report)).json()).toMatchObject({ name: `${name} (2).html` });
    expect(await (await send("镇/村/a.html", report)).json()).toMatchObject({ name: "镇/村/a.html" });
    expect(await readFile(inbox("镇/村/a.html"), "utf8")).toBe(report);
    expect([await readdir(join(data, "outside")), await readdir(join(data, "temporary"))]).toEqual([[], []]);
  }),
  60_000,
);

test.concurrent(
  "keeps to its user what it makes, whatever the umask, and leaves the inbox as open as its owner made it",
  served(async ({ data, inbox, list, send, start }) => {
    await mkdir(inbox("镇"), { recursive: true });
    await mkdir(join(data, "results"));
    for (const path of ["inbox", "inbox/镇", "results"]) await chmod(join(data, path), 0o775);
    await openToAll(start);
    await send("村/a.html", officeReport(31));
    await copySample("会议通知.docx", inbox("镇/a.docx"));
    await chmod(inbox("镇/a.docx"), 0o664);
    await until(async () => (await list()).length === 2);
    expect((await openBelow(data)).toSorted()).toEqual(["inbox 775", "inbox/镇 775", "inbox/镇/a.docx 664"]);
  }),
  60_000,
);
