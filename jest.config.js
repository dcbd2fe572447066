import { availableParallelism } from "node:os";

/** @type {import("jest").Config} */
export default {
  // More than processors: many tests wait, for files that stand still, for leases that end, for a browser.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A busy machine is no fault: what hangs is still told.
  testTimeout: 30_000,
  testEnvironment: "<rootDir>/test/make/quick-environment.mjs",
  testSequencer: "<rootDir>/test/long-first.js",
  reporters: ["default", "<rootDir>/test/count-reporter.js"],
  roots: ["<rootDir>/test"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2022", experimental: { keepImportAttributes: true } },
        module: { type: "es6" },
      },
    ],
  },
};
