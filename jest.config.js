/** @type {import("jest").Config} */
export default {
  // By default one processor is left idle: of two, half.
  maxWorkers: "100%",
  testEnvironment: "<rootDir>/test/make/quick-environment.mjs",
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
