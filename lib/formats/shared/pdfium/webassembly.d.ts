/**
 * The part of the WebAssembly interface that the engine uses; the project compiles without the browser's library of
 * types.
 */
declare namespace WebAssembly {
  interface Module {
    readonly __module?: never;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  type Imports = Record<string, Record<string, unknown>>;
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
