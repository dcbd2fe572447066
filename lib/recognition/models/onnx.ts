import { readFile } from "node:fs/promises";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { once } from "../../once.ts";
import type { Grey } from "../picture/raster.ts";
import { Decoder } from "./ctc.ts";
import type { ModelSet } from "./files.ts";
import { charactersIn, charactersOf } from "./model-file.ts";
import { DictionaryError, LINE_HEIGHT, type LinePicture, type Models, type Transcription } from "./models.ts";
import { boxesOf } from "./text-map.ts";

// Without it the runtime reports to its maker and keeps a database below HOME. It asks the process's own environment as
// it starts: in a thread, this line reaches that only where the thread shares it (threads.ts).
process.env.ORT_DISABLE_TELEMETRY = "1";

/** What the detection model was taught with: ImageNet's mean and deviation of each channel. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/**
 * Width of the lines that are read at once, in model pixels, all together: a line of one or two digits costs an eighth
 * less in company, and comes out the same to the bit; what longer ones need no longer stays in the processor's cache.
 */
const BATCH = 800;

/**
 * The models on ONNX Runtime in this thread, which stands still while one of them runs. Each is loaded when it is first
 * asked, and what the recognition model is a dictionary of is asked of its file first. One thread is what costs least a
 * line: several processors are put to use by several threads (threads.ts).
 */
export function onnxModels(files: ModelSet): Models {
  const detection = once(() => sessionOf(files.detection));
  const recognition = once(async () => {
    const own = charactersIn(await readFile(files.recognition));
    const characters = ["", ...(own ?? charactersOf(await readFile(files.dictionary, "utf8"))), " "];
    return { session: await sessionOf(files.recognition), characters, decoder: new Decoder(characters) };
  });
  return {
    detect: async (picture) => {
      const { data, dims } = await run(await detection(), normalised(picture), [1, 3, picture.height, picture.width]);
      return boxesOf(data, dims[3] as number, dims[2] as number, files.trust.detection);
    },
    read: async (lines) => {
      const { session, characters, decoder } = await recognition();
      const readings: Transcription[] = [];
      for (const batch of batchesOf(lines)) {
        const shape = [batch.length, 3, LINE_HEIGHT, (batch[0] as LinePicture).width];
        const { data, dims } = await run(session, centred(batch), shape);
        const classes = dims[2] as number;
        if (classes !== characters.length) throw new DictionaryError(characters.length, classes);
        const size = data.length / batch.length;
        for (const [at, { alphabet }] of batch.entries())
          readings.push(decoder.decode(data.subarray(at * size, (at + 1) * size), classes, alphabet));
      }
      return readings;
    },
  };
}

/** What a model of the PP-OCR family is for. */
export type Kind = "detection" | "recognition" | "other";

/**
 * Told by what comes out: a map of the page, or the classes of each step along a line.
 * @param bytes of an .onnx file
 * @throws Error where the runtime can't load it
 */
export async function kindOf(bytes: Uint8Array): Promise<Kind> {
  const { outputMetadata } = await sessionOf(bytes);
  const [output] = outputMetadata;
  const rank = output?.isTensor ? output.shape.length : 0;
  return rank === 4 ? "detection" : rank === 3 ? "recognition" : "other";
}

/** Whether ONNX Runtime's library can be loaded here: on Windows it wants Microsoft's runtime of Visual C++. */
export const runtimeLoads = (): Promise<boolean> =>
  import("onnxruntime-node").then(
    () => true,
    () => false,
  );

async function sessionOf(file: string | Uint8Array): Promise<InferenceSession> {
  const { InferenceSession } = await import("onnxruntime-node");
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // An arena halves the time; what it keeps is bounded by the longest line.
    enableCpuMemArena: true,
    enableMemPattern: false,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  };
  return typeof file === "string" ? InferenceSession.create(file, options) : InferenceSession.create(file, options);
}

async function run(
  session: InferenceSession,
  input: Float32Array,
  shape: readonly number[],
): Promise<{ data: Float32Array; dims: readonly number[] }> {
  const { Tensor } = await import("onnxruntime-node");
  const results = await session.run({ [session.inputNames[0] as string]: new Tensor("float32", input, shape) });
  const output = results[session.outputNames[0] as string] as Tensor;
  const { dims } = output;
  const data = output.data as Float32Array;
  output.dispose();
  return { data, dims };
}

/** Grey in three channels, as the detection model takes it. */
function normalised({ width, height, data }: Grey): Float32Array {
  const size = width * height;
  const input = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const [mean, deviation] = [MEAN[channel] as number, DEVIATION[channel] as number];
    const values = Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / deviation);
    for (let at = 0; at < size; at++) input[channel * size + at] = values[data[at] as number] as number;
  }
  return input;
}

/** Neighbouring lines of one width, as many as are read at once. */
function batchesOf(lines: readonly LinePicture[]): LinePicture[][] {
  const batches: LinePicture[][] = [];
  for (const line of lines) {
    const last = batches.at(-1);
    if (last?.[0]?.width === line.width && (last.length + 1) * line.width <= BATCH) last.push(line);
    else batches.push([line]);
  }
  return batches;
}

/** Grey lines of one width, each in three channels from -1 to 1, as the recognition model takes them. */
function centred(lines: readonly LinePicture[]): Float32Array {
  const size = LINE_HEIGHT * (lines[0] as LinePicture).width;
  const input = new Float32Array(3 * size * lines.length);
  for (const [line, { pixels }] of lines.entries()) {
    const first = 3 * size * line;
    for (let at = 0; at < size; at++) input[first + at] = (pixels[at] as number) / 127.5 - 1;
    input.copyWithin(first + size, first, first + size);
    input.copyWithin(first + 2 * size, first, first + size);
  }
  return input;
}
