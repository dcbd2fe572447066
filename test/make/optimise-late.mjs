import { setFlagsFromString } from "node:v8";

/**
 * Each file of tests runs most functions a few times: what V8 spends on optimising them is not won back. It thinks of it
 * later, as in a worker (lib/work/worker-process.ts, which says why in Node 20 alone).
 */
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=1000000");
