import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * pdf.js makes the tables of a predefined CMap (20,000 entries) anew for each document, and from them two more for each
 * font that is not embedded: two thirds of what it does with a short report. The same tables come out each time. As it
 * is bundled, its worker is given a memory for them; nothing that it reads changes. A version of pdf.js in which one of
 * these places is another ends the build.
 */

/** CMaps kept at a time, each with what was made of it some megabytes: a report uses two or three. */
const KEPT = 8;

const MEMORY = `/*! Changed by Tabularium: what is made of predefined CMaps is kept from one document to the next. */
const keptCMaps = new Map();
const keptToUnicode = new WeakMap();
const keptFontCharacters = new WeakMap();
async function createBuiltInCMap(name, fetchBuiltInCMap) {
  const kept = keptCMaps.get(name) ?? (await makeBuiltInCMap(name, fetchBuiltInCMap));
  if (!keptCMaps.has(name) && keptCMaps.size === ${KEPT}) keptCMaps.clear();
  keptCMaps.set(name, kept);
  return kept;
}
`;

/** Each place in pdf.worker.mjs, and what stands there instead. */
const CHANGES: readonly (readonly [place: string, instead: string])[] = [
  ["async function createBuiltInCMap(", `${MEMORY}async function makeBuiltInCMap(`],
  [
    // A font's table may be a kept CMap's own: what one document adds to it is for that document.
    `  amend(map) {
    for (const charCode in map) {
      this._map[`,
    `  amend(map) {
    this._map = this._map.slice();
    for (const charCode in map) {
      this._map[`,
  ],
  [
    `      const toUnicode = [],
        buf = [];`,
    `      const known = keptToUnicode.get(properties.cMap)?.get(ucs2CMap);
      if (known) return new ToUnicodeMap(known);
      const toUnicode = [],
        buf = [];`,
  ],
  [
    `      return new ToUnicodeMap(toUnicode);
    }
    return new IdentityToUnicodeMap(properties.firstChar`,
    `      keptToUnicode.set(properties.cMap, new WeakMap([[ucs2CMap, toUnicode]]));
      return new ToUnicodeMap(toUnicode);
    }
    return new IdentityToUnicodeMap(properties.firstChar`,
  ],
  [
    `      const map = [];
      this.toUnicode.forEach((charCode, unicodeCharCode) => {
        if (!this.composite) {`,
    `      const table = this.composite ? this.toUnicode._map : undefined;
      const known = keptFontCharacters.get(table);
      const map = known ?? [];
      if (!known) this.toUnicode.forEach((charCode, unicodeCharCode) => {
        if (!this.composite) {`,
  ],
  [
    `      this.toFontChar = map;
    }
    amendFallbackToUnicode(properties);`,
    `      if (table) keptFontCharacters.set(table, map);
      this.toFontChar = map;
    }
    amendFallbackToUnicode(properties);`,
  ],
];

/** @throws Error where a place is not there, or more than once */
function changed(source: string): string {
  return CHANGES.reduce((text, [place, instead]) => {
    const parts = text.split(place);
    if (parts.length !== 2) throw new Error(`pdf.worker.mjs is no longer what tools/kept-cmaps.ts changes: ${place}`);
    return parts.join(instead);
  }, source);
}

/** For esbuild, where pdf.js is bundled. */
export const keptCMaps: Plugin = {
  name: "kept-cmaps",
  setup: (build) => {
    build.onLoad({ filter: /pdf\.worker\.mjs$/ }, async ({ path }) => ({
      contents: changed(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};
