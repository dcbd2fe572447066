import { modelsFrom } from "./files.ts";
import { onnxModels } from "./onnx.ts";
import type { Question } from "./threads.ts";

/**
 * A thread in which the models run. It must not be ended while one of them does, since the runtime takes the process
 * with it: the process is what is ended.
 */
const models = onnxModels(modelsFrom(process.env));

export default async (question: Question): Promise<unknown> =>
  question.what === "read" ? models.read(question.of) : models.detect(question.of);
