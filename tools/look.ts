import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { VOCABULARY } from "../lib/profiles/profiles.ts";
import { embeddedEngine } from "../lib/recognition/engines/embedded.ts";
import { modelsFrom } from "../lib/recognition/models/files.ts";
import { threadedModels } from "../lib/recognition/models/threads.ts";
import { lookAt } from "./look/look.ts";

/**
 * Shows what is made of a file. Of a page (PDF, OFD, pictures) it draws a picture: rulings red, characters grey,
 * paragraphs blue, cells green with their row and column, what is not plain orange, figures in doubt magenta. Of any
 * file it prints what each reading has of every figure.
 *
 *     npm run look -- FILE [PAGE] [--out PICTURE.png]
 */

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const [file, page = "1"] = positionals;
if (file === undefined) throw new Error("usage: npm run look -- FILE [PAGE] [--out PICTURE.png]");

const engine = embeddedEngine(
  threadedModels(new URL("../dist/model-thread.js", import.meta.url)),
  modelsFrom(process.env),
  VOCABULARY,
);
const { picture, text } = await lookAt(basename(file), await readFile(file), Number(page), engine);
if (picture) {
  const out = values.out ?? `${basename(file)}.${page}.png`;
  await writeFile(out, picture);
  console.log(`page ${page}: ${out}`);
}
console.log(text);
process.exit();
