/** @type {import("jest").Config} */
export default {
  testEnvironment: "<rootDir>/test/make/quick-environment.mjs",
  reporters: ["default", "<rootDir>/test/count-reporter.js"],
  roots: ["<rootDir>/test"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022", experimental: { keepImportAttributes: true } }, module: { type: "es6" } },
    ],
  },
};
