import { SHARE_ENV } from "node:worker_threads";
import { Piscina } from "piscina";
import { AHEAD, type Models, ModelsError, THREADS } from "./models.ts";

/** What a thread is asked: one of the models, and what of. */
export type Question = {
  [What in keyof Models]: { readonly what: What; readonly of: Parameters<Models[What]>[0] };
}[keyof Models];

/**
 * The models in threads of their own, each started with its first question. Detection has one to itself: it takes more
 * memory than all else.
 * @param thread the built model-thread.ts
 */
export function threadedModels(thread: URL): Models {
  const started = (maxThreads: number): (() => Piscina) => {
    let pool: Piscina | undefined;
    // The environment is shared: what onnx.ts sets there is meant for a native library, which looks into no thread's
    // copy.
    const options = {
      filename: thread.href,
      minThreads: 1,
      maxThreads,
      concurrentTasksPerWorker: AHEAD,
      idleTimeout: Number.POSITIVE_INFINITY,
      env: SHARE_ENV,
    } as const;
    return () => (pool ??= new Piscina(options));
  };
  const detector = started(1);
  const readers = started(THREADS);
  const ask = (pool: Piscina, question: Question, transferList: ArrayBuffer[]) =>
    pool.run(question, { transferList }).catch((error: unknown) => {
      throw new ModelsError(error);
    });
  const bufferOf = ({ buffer }: Uint8Array) => buffer as ArrayBuffer;
  return {
    detect: (picture) => ask(detector(), { what: "detect", of: picture }, [bufferOf(picture.data)]),
    read: (lines) =>
      ask(
        readers(),
        { what: "read", of: lines },
        lines.map(({ pixels }) => bufferOf(pixels)),
      ),
  };
}
