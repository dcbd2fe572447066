import { describe, expect, it } from "@jest/globals";
import { flatTextOfPdf } from "../../lib/formats/pdf/flat-text.ts";
import type run from "../../lib/work/second-reading.ts";
import { makePdf, table, text } from "../make/pdf.ts";

type Run = typeof run;

const built = async (): Promise<Run> =>
  ((await import(new URL("../../dist/second-reading.js", import.meta.url).href)) as { default: Run }).default;

/** pdf.js's worker is the process's, whoever brings it first. */
const withoutWorker = () => delete (globalThis as Record<string, unknown>).pdfjsWorker;

const pageOf = (town: string) => ({
  content: text(`${town}人民政府2024年年度报告`, 60, 740) + table([[town, "１２", "③"]], 60, 700),
});
const DOCUMENTS = [
  makePdf([pageOf("龙泉镇"), pageOf("骊山街道")]),
  // By another map of the same characters: 龙泉镇 in GBK.
  Buffer.from(
    makePdf([{ content: "BT /F 10 Tf 1 0 0 1 60 740 Tm <C1FAC8AAD5F2> Tj ET" }])
      .toString("latin1")
      .replace("/UniGB-UTF16-H", "/GBK-EUC-H    "),
    "latin1",
  ),
  makePdf([pageOf("㙦頭鎮")]),
];

describe("pdf.js with kept CMaps", () => {
  it("reads each document as pdf.js itself does, whatever it has read before", async () => {
    const plain: unknown[] = [];
    withoutWorker();
    for (const bytes of DOCUMENTS) plain.push(await flatTextOfPdf(bytes));
    withoutWorker();
    const read = await built();
    for (const _ of ["first", "again"]) {
      const kept: unknown[] = [];
      for (const bytes of DOCUMENTS) kept.push(await read({ bytes, format: "pdf", way: "flatText" }));
      expect(kept).toEqual(plain);
    }
    expect(plain[1]).toMatchObject({ pieces: ["龙泉镇"] });
  });
});
