import { expect, test } from "@jest/globals";
import type { OcrEngine } from "../../lib/recognition/engine.ts";
import { processDocument } from "../../lib/work/process-document.ts";
import { reportWith } from "../make/docx-report.ts";
import { blankPicture } from "../make/looks.ts";
import { secondReading } from "../make/readings.ts";

/** Finds nothing. */
const blind: OcrEngine = {
  name: "blind",
  recognise: async ({ number }) => {
    const page = { number, sheets: [], legible: true, again: async () => page };
    return page;
  },
  readFigures: async () => [],
};

/** A report with so many pictures. */
async function withPictures(count: number): Promise<Uint8Array> {
  const picture = { paragraph: { runs: [{ picture: [400, 300] as const }] } };
  const parts = [{ type: "image", target: "media/a.png", content: await blankPicture(), id: "rIdPicture" }];
  return reportWith(["85"], { before: Array.from({ length: count }, () => picture), parts });
}

test("whoever waits for a document with pictures is told after each how many have been recognised", async () => {
  const told: number[] = [];
  let announced = 0;
  await processDocument({
    name: "a.docx",
    bytes: await withPictures(3),
    secondReading,
    pictures: async () => blind,
    onPages: (count) => {
      announced = count;
    },
    onRecognised: (count) => told.push(count),
  });
  expect({ announced, told }).toEqual({ announced: 3, told: [1, 2, 3] });
});

/** An engine that is done with the first picture when a second is begun, and with that a little later. */
function waiting(end: (nth: number) => void): { engine: OcrEngine; told: string[] } {
  const told: string[] = [];
  let count = 0;
  let begin: () => void = () => undefined;
  const second = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const recognise: OcrEngine["recognise"] = async (picture, options) => {
    const nth = ++count;
    told.push(`${nth} begun`);
    if (nth === 2) begin();
    await second;
    if (nth === 2) await new Promise((resolve) => setTimeout(resolve, 50));
    told.push(`${nth} done`);
    end(nth);
    return blind.recognise(picture, options);
  };
  return { engine: { ...blind, recognise }, told };
}

test("a document's pictures are read two at a time", async () => {
  const { engine, told } = waiting(() => undefined);
  await processDocument({ name: "a.docx", bytes: await withPictures(3), secondReading, pictures: async () => engine });
  expect(told.slice(0, 3)).toEqual(["1 begun", "2 begun", "1 done"]);
  expect(told.slice(3).sort()).toEqual(["2 done", "3 begun", "3 done"]);
});

test("no further picture is begun where one fails to be read, and none is in work when that is told", async () => {
  const { engine, told } = waiting((nth) => {
    if (nth === 1) throw new Error("unreadable");
  });
  const bytes = await withPictures(4);
  const outcome = await processDocument({ name: "a.docx", bytes, secondReading, pictures: async () => engine });
  expect(outcome).toMatchObject({ report: { status: "failed" } });
  expect(told).toEqual(["1 begun", "2 begun", "1 done", "2 done"]);
});
