import { expect, jest, test } from "@jest/globals";
import { embeddedEngine } from "../../../lib/recognition/engines/embedded.ts";
import { threadedModels } from "../../../lib/recognition/models/threads.ts";
import { pageSize, tablePicture } from "../../make/scan.ts";
import { describeEngine } from "../engine.contract.ts";

/** Nothing is known of what the pictures say. */
const NO_VOCABULARY = { labels: [], correct: (line: string) => line };

jest.setTimeout(60_000);
describeEngine("the embedded recogniser", () =>
  embeddedEngine(threadedModels(new URL("../../../dist/model-thread.js", import.meta.url)), NO_VOCABULARY),
);

test("gives figures of one row from the left, though the page lies a little askew", async () => {
  const engine = embeddedEngine(
    threadedModels(new URL("../../../dist/model-thread.js", import.meta.url)),
    NO_VOCABULARY,
  );
  const words = ["Apples", "12", "345", "67", "8"];
  const drawn = words.map((word, n) => `BT /F 11 Tf ${80 + 90 * n} ${600 + n} Td (${word}) Tj ET`).join("\n");
  const page = await engine.recognise(
    { number: 1, raster: await tablePicture({ rows: [] }, drawn), area: [0, 0, pageSize.width, pageSize.height] },
    {},
  );
  expect(page.sheets.flatMap(({ second }) => second.map(({ text }) => text))).toEqual(words);
});
