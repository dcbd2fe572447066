import { readFile } from "node:fs/promises";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Grey } from "../picture/raster.ts";
import { Decoder } from "./ctc.ts";
import type { ModelFiles } from "./files.ts";
import { LINE_HEIGHT, type LinePicture, type Models, type Transcription } from "./models.ts";
import { boxesOf } from "./text-map.ts";

// Without it the runtime reports to its maker and keeps a database below HOME. It asks the process's own environment as
// it starts: in a thread, this line reaches that only where the thread shares it (threads.ts).
process.env.ORT_DISABLE_TELEMETRY = "1";

/** What the detection model was taught with: ImageNet's mean and deviation of each channel. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/**
 * The models on ONNX Runtime in this thread, which stands still while one of them runs. Each is loaded when it is first
 * asked. One thread and one line at a time is what costs least a line: what a short line needs stays in the processor's
 * cache. Several processors are put to use by several threads (threads.ts).
 */
export function onnxModels(files: ModelFiles): Models {
  const detection = once(() => sessionOf(files.detection));
  const recognition = once(async () => {
    const dictionary = await readFile(files.dictionary, "utf8");
    const lines = dictionary.replace(/\r?\n$/u, "").split(/\r?\n/u);
    return { session: await sessionOf(files.recognition), decoder: new Decoder(["", ...lines, " "]) };
  });
  return {
    detect: async (picture) => {
      const { data, dims } = await run(await detection(), normalised(picture), [1, 3, picture.height, picture.width]);
      return boxesOf(data, dims[3] as number, dims[2] as number);
    },
    read: async (lines) => {
      const { session, decoder } = await recognition();
      const readings: Transcription[] = [];
      for (const line of lines) {
        const { data, dims } = await run(session, centred(line), [1, 3, LINE_HEIGHT, line.width]);
        readings.push(decoder.decode(data, dims[2] as number, line.alphabet));
      }
      return readings;
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function sessionOf(file: string): Promise<InferenceSession> {
  const { InferenceSession } = await import("onnxruntime-node");
  return InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // An arena halves the time; what it keeps is bounded by the longest line.
    enableCpuMemArena: true,
    enableMemPattern: false,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  });
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

/** Grey in three channels from -1 to 1, as the recognition model takes it. */
function centred({ pixels }: LinePicture): Float32Array {
  const size = pixels.length;
  const input = new Float32Array(3 * size);
  for (let at = 0; at < size; at++) input[at] = (pixels[at] as number) / 127.5 - 1;
  input.copyWithin(size, 0, size);
  input.copyWithin(2 * size, 0, size);
  return input;
}
