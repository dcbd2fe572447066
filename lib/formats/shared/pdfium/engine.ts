import { readFile } from "node:fs/promises";
import { init, type WrappedPdfiumModule } from "@embedpdf/pdfium";
import { LIMITS } from "../../../limits.ts";
import { wasmLocation } from "./location.ts";

type RawName =
  | "FPDFText_GetUnicode"
  | "FPDFText_IsGenerated"
  | "FPDFText_HasUnicodeMapError"
  | "FPDFText_GetTextObject"
  | "FPDFText_GetFontSize"
  | "FPDFText_GetCharOrigin"
  | "FPDFText_GetMatrix"
  | "FPDFText_GetLooseCharBox"
  | "FPDFPathSegment_GetPoint"
  | "FPDFPathSegment_GetClose"
  | "FPDFPathSegment_GetType"
  | "FPDFPath_GetPathSegment"
  | "FPDFClipPath_CountPaths"
  | "FPDFClipPath_CountPathSegments"
  | "FPDFClipPath_GetPathSegment"
  | "FPDFPage_GetObject"
  | "FPDFFormObj_GetObject"
  | "FPDFPath_CountSegments"
  | "FPDFPath_GetDrawMode"
  | "FPDFTextObj_GetTextRenderMode"
  | "FPDFPageObj_GetType"
  | "FPDFPageObj_HasTransparency"
  | "FPDFPageObj_GetFillColor"
  | "FPDFPageObj_GetStrokeColor"
  | "FPDFPageObj_GetStrokeWidth"
  | "FPDFPageObj_CountMarks"
  | "FPDFPageObj_GetMark"
  | "FPDFPageObj_GetClipPath"
  | "FPDFPageObj_GetMatrix";

/** Types of page objects (FPDF_PAGEOBJ_*). */
export const OBJECT = { text: 1, path: 2, image: 3, shading: 4, form: 5 } as const;

/**
 * PDFium compiled to WebAssembly, behind what a reader needs: direct calls, one place for out-parameters, memory with a
 * limit.
 */
export interface Pdfium {
  readonly api: WrappedPdfiumModule;
  /**
   * The same functions as WebAssembly exports them, for what is called per character or segment: the package's wrappers
   * write three messages at each call that they never show.
   */
  readonly raw: Readonly<Record<RawName, (...numbers: number[]) => number>>;
  /** 64 bytes for out-parameters. */
  readonly scratch: number;
  readonly floats: () => Float32Array;
  readonly doubles: () => Float64Array;
  readonly bytes: () => Uint8Array;
}

/** `resourceLimits` of a worker do not bound WebAssembly, whose memory comes in pages of 64 KiB. */
const MOST_PAGES = LIMITS.pdfiumMebibytes * 16;
/** An engine that grew beyond this is dropped after its document, since WebAssembly memory never shrinks. */
const MOST_KEPT = 96 * 2 ** 20;

/** LEB128 as in the WebAssembly binary format: [value, index after it]. */
function leb128(bytes: Uint8Array, start: number): [number, number] {
  let value = 0;
  let index = start;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[index++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) break;
  }
  return [value, index];
}

/**
 * The module with the maximum of its memory section (id 5) lowered in place; the number keeps its length by padding.
 */
function withMemoryLimit(wasm: Uint8Array, pages: number): Uint8Array {
  const bytes = Uint8Array.from(wasm);
  for (let index = 8; index < bytes.length; ) {
    const id = bytes[index];
    const [length, content] = leb128(bytes, index + 1);
    if (id === 5) {
      const [, flags] = leb128(bytes, content);
      const hasMaximum = ((bytes[flags] ?? 0) & 1) === 1;
      const [, maximum] = leb128(bytes, flags + 1);
      const [, end] = leb128(bytes, maximum);
      if (!hasMaximum || end - maximum < 2)
        throw new Error("pdfium.wasm declares no memory maximum that could be lowered.");
      for (let at = maximum, rest = pages; at < end; at++, rest = Math.floor(rest / 128))
        bytes[at] = (rest % 128) | (at + 1 < end ? 0x80 : 0);
      return bytes;
    }
    index = content + length;
  }
  throw new Error("pdfium.wasm has no memory section.");
}

let compiled: Promise<WebAssembly.Module> | undefined;
let engine: Promise<Pdfium> | undefined;

async function start(): Promise<Pdfium> {
  compiled ??= (async () => WebAssembly.compile(withMemoryLimit(await readFile(await wasmLocation()), MOST_PAGES)))();
  const module = await compiled;
  let memory: WebAssembly.Memory | undefined;
  const overrides = {
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      WebAssembly.instantiate(module, imports).then((instance) => {
        memory = instance.exports.memory as WebAssembly.Memory;
        receive(instance, module);
      });
      return {};
    },
    // Else it is given the program's path, and ends where that holds Chinese characters.
    thisProgram: "tabularium",
    print() {},
    printErr() {},
  };
  const api = await init(overrides as unknown as Parameters<typeof init>[0]);
  api.PDFiumExt_Init();
  const scratch = api.pdfium.wasmExports.malloc(64);
  const buffer = () => (memory as WebAssembly.Memory).buffer;
  // Views go stale whenever the memory grows.
  let views = {
    floats: new Float32Array(buffer()),
    doubles: new Float64Array(buffer()),
    bytes: new Uint8Array(buffer()),
  };
  const fresh = () => {
    if (views.bytes.buffer !== buffer())
      views = {
        floats: new Float32Array(buffer()),
        doubles: new Float64Array(buffer()),
        bytes: new Uint8Array(buffer()),
      };
    return views;
  };
  const raw = api.pdfium.wasmExports as unknown as Pdfium["raw"];
  return {
    api,
    raw,
    scratch,
    floats: () => fresh().floats,
    doubles: () => fresh().doubles,
    bytes: () => fresh().bytes,
  };
}

/** The engine, started when it is first asked for. */
export function startedEngine(): Promise<Pdfium> {
  engine ??= start();
  return engine;
}

/** Lets the engine go; the next to ask for one starts another. */
function dropEngine(): void {
  engine = undefined;
}

/** Lets an engine go that has grown beyond what is kept. */
export function dropIfLarge(pdfium: Pdfium): void {
  if (pdfium.bytes().length > MOST_KEPT) dropEngine();
}

/**
 * Runs one piece of work on a started engine. After an abort (out of memory, a fault inside) the engine is unusable and
 * the next to ask for one starts another.
 * @param onAbort told of an abort
 * @throws what the work throws; a WebAssembly.RuntimeError or RangeError for an abort
 */
export function onEngine<T>(work: () => T, onAbort = () => {}): T {
  try {
    return work();
  } catch (error) {
    if (isAbort(error)) {
      dropEngine();
      onAbort();
    }
    throw error;
  }
}

/** One piece of work on the engine that opens no file. @throws as `onEngine` */
export async function withPdfium<T>(work: (pdfium: Pdfium) => T): Promise<T> {
  const pdfium = await startedEngine();
  try {
    return onEngine(() => work(pdfium));
  } finally {
    dropIfLarge(pdfium);
  }
}

export const isAbort = (error: unknown): boolean =>
  error instanceof WebAssembly.RuntimeError || error instanceof RangeError || String(error).includes("Aborted");
