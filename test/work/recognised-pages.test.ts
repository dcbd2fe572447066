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

test("whoever waits for a document with pictures is told after each how many have been recognised", async () => {
  const picture = { paragraph: { runs: [{ picture: [400, 300] as const }] } };
  const parts = [{ type: "image", target: "media/a.png", content: await blankPicture(), id: "rIdPicture" }];
  const told: number[] = [];
  let announced = 0;
  await processDocument({
    name: "a.docx",
    bytes: reportWith(["85"], { before: [picture, picture, picture], parts }),
    secondReading,
    pictures: blind,
    onPages: (count) => {
      announced = count;
    },
    onRecognised: (count) => told.push(count),
  });
  expect({ announced, told }).toEqual({ announced: 3, told: [1, 2, 3] });
});
