/** The engine's version: results of another version are made anew. The same as in package.json. */
export const ENGINE_VERSION = "0.1.0";
