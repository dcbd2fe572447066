import { runInContext } from "node:vm";
import { TestEnvironment } from "jest-environment-node";
import "./optimise-late.mjs";

/**
 * A worker of jest has half a second to end, else jest says that tests leak. On a busy machine it takes longer than that
 * to put away a heap of hundreds of megabytes, which nobody needs.
 */
process.once("beforeExit", () => process.exit());

/** What loops over pixels and characters ask for most. */
const ASKED_FOR = [
  "Math",
  "Number",
  "String",
  "Object",
  "Array",
  "Map",
  "Set",
  "Uint8Array",
  "Float32Array",
  "Float64Array",
  "Int32Array",
  "Uint16Array",
  "Uint32Array",
  "DataView",
  "ArrayBuffer",
  "WeakMap",
  "Symbol",
  "RegExp",
  "JSON",
  "Promise",
  "Error",
  "TypeError",
  "Boolean",
  "BigInt",
  "Reflect",
  "Proxy",
  "Buffer",
  "TextDecoder",
  "TextEncoder",
];

/** In a context of node:vm each look at a global asks an interceptor, which takes tens of times as long as a look at a constant of a script. */
export default class QuickEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    runInContext(ASKED_FOR.map((name) => `const ${name} = globalThis.${name};`).join("\n"), this.getVmContext());
  }
}
