import { beforeAll, describe, expect, test } from "@jest/globals";
import type { OcrEngine } from "../../lib/recognition/engine.ts";
import { ALTERED } from "../make/altered.ts";
import { makeDocx } from "../make/docx.ts";
import { reportWith } from "../make/docx-report.ts";
import { blankPicture } from "../make/looks.ts";
import { latin, makePdf } from "../make/pdf.ts";
import { processed as processedBy } from "../make/readings.ts";

/** Recognition that takes more work than it may. */

const work = process.cpuUsage;
/** Works for hours at the first picture, until it is told to stop. */
const endless: OcrEngine = {
  name: "endless",
  recognise: (_, { signal }) =>
    new Promise((_resolve, reject) => {
      process.cpuUsage = () => ({ user: 1e12, system: 0 });
      signal?.addEventListener("abort", () => reject(signal.reason));
    }),
  readFigures: async () => [],
};
const processed = (name: string, bytes: Uint8Array) =>
  processedBy(name, bytes, endless).finally(() => {
    process.cpuUsage = work;
  });

describe("where recognition takes more work than it may", () => {
  const PICTURE = { paragraph: { runs: [{ picture: [400, 300] as const }] } };
  let parts: { type: string; target: string; content: Uint8Array; id: string }[];
  beforeAll(async () => {
    parts = [{ type: "image", target: "media/a.png", content: await blankPicture(), id: "rIdPicture" }];
  });

  test("what was read beside the pictures is kept, and none of it is certain", async () => {
    const { report } = await processed("a.docx", reportWith(["85"], { before: [PICTURE], parts }));
    expect(report).toMatchObject({ status: "needs-review", year: expect.any(Number) });
    expect(report.figures[ALTERED]?.text).toBe("85");
    expect(report.uncertain).toEqual(expect.arrayContaining(Object.keys(report.figures)));
    expect(report.findings.map(({ code }) => code)).toContain("PICTURE-UNREAD");
  });

  test("a document of some length that is no report is read, one of a few words with pictures is not called one or the other", async () => {
    const words = "会议定于下周召开。".repeat(100);
    expect((await processed("a.docx", makeDocx({ body: [words, PICTURE], parts }))).report.status).toBe("unrecognized");
    expect((await processed("a.docx", makeDocx({ body: ["年报", PICTURE], parts }))).report).toMatchObject({
      error: { code: "TIMEOUT" },
    });
  });

  test("the pages of a PDF that were read are kept, and those left are known to be unread", async () => {
    const lines = Array.from({ length: 40 }, (_, n) =>
      latin("A line of words that say nothing of anybody", 50, 800 - 15 * n),
    );
    const scanned = { content: "595 0 0 842 0 0 cm /Scan Do", images: ["Scan"] };
    const { report, document } = await processed("a.pdf", makePdf([{ content: lines.join("") }, scanned, scanned]));
    expect(report.status).toBe("unrecognized");
    expect(document?.blocks.length).toBeGreaterThan(0);
    expect(document?.pages.map(({ kind, recognised }) => [kind, recognised])).toEqual([
      ["text", undefined],
      ["picture", undefined],
      ["picture", undefined],
    ]);
  });

  test("nobody is told to split a single page", async () => {
    const { report } = await processed("a.png", await blankPicture());
    if (report.status !== "failed") throw new Error("read");
    expect(report.error.code).toBe("TIMEOUT");
    expect(report.error.message).not.toContain("拆分");
  });
});
