import { expect, test } from "@jest/globals";
import { threadedModels } from "../../lib/recognition/models/threads.ts";
import { failure } from "../../lib/work/failure.ts";

const SOURCE = { name: "a.jpg", bytes: 1, sha256: "0".repeat(64), format: "image", pages: null, ocr: null } as const;

test("a picture that no model could be loaded for is not called damaged", async () => {
  const models = threadedModels(new URL("../fixtures/workers/no-models.js", import.meta.url));
  const error = await models.read([]).catch((reason: unknown) => reason);
  expect(failure({ ...SOURCE }, error)).toMatchObject({
    error: { code: "NO_RECOGNITION", message: expect.stringContaining("识别程序无法运行") },
  });
});
