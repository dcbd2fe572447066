import { expect, test } from "@jest/globals";
import { logFor } from "../../lib/serve/log.ts";

/** What a server says of what happens. */

function said(isTTY: boolean): string {
  let written = "";
  const log = logFor({ isTTY, write: (line) => (written += line) }, () => Date.parse("2025-01-20T01:02:03Z"));
  log("info", "serving", { url: "http://127.0.0.1:8080/", data: "/data" });
  log("info", "document recorded", { name: "甲\u001b[2J\n乙.docx", id: "0".repeat(64), status: "invalid" });
  log("error", "document not recorded", { name: "丙.pdf", error: "ENOSPC", failures: 1 });
  return written;
}

test("a person before a terminal reads plain lines, and no file's name does anything to it", () => {
  const lines = said(true).split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^\d\d:02:03 读完：甲.*乙\.docx，有误须退回$/u),
    expect.stringMatching(/^\d\d:02:03 没有读成，稍后重试：丙\.pdf（ENOSPC）$/u),
    "",
  ]);
  expect(said(true)).not.toContain("\u001b");
});

test("a program reads a line of JSON for each thing that happens", () => {
  const lines = said(false).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    "serving",
    "document recorded",
    "document not recorded",
  ]);
  expect(said(false)).not.toContain("\u001b");
});
