import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { sizeOf } from "./built-folder.ts";
import { pack } from "./portable/archive.ts";
import { guide } from "./portable/guide.ts";
import { licencesOf } from "./portable/licences.ts";
import { DESK_MACHINES, type DeskMachine } from "./portable/machines.ts";
import { addNode } from "./portable/node-runtime.ts";
import { addProgram } from "./portable/program.ts";
import { addStarter } from "./portable/starters.ts";

/**
 * Makes the folder for a desk, which needs nothing installed, and an archive of it: portable/tabularium-VERSION-MACHINE.
 * Run by hand: npm run portable -- win-x64|linux-x64|linux-arm64
 */

const OUT = resolve("portable");
const MEBIBYTE = 2 ** 20;

const run = promisify(execFile);

async function makeDesk(name: DeskMachine): Promise<void> {
  const machine = DESK_MACHINES[name];
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const folder = join(OUT, `tabularium-${version}-${name}`);
  // By its version: a newer one that is copied over it mixes with nothing, not even while this one runs.
  const program = `program-${version}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run("npm", ["pack", "--pack-destination", OUT], { maxBuffer: 2 ** 26 });
  const tarball = join(OUT, `tabularium-${version}.tgz`);
  await addProgram(tarball, machine, join(folder, program));
  await rm(tarball);
  await addNode(name, join(folder, program));
  const starter = await addStarter(machine, program, folder);
  await writeFile(join(folder, "使用说明.html"), guide({ version, machine, program, starter }));
  await cp("samples", join(folder, "样例"), { recursive: true });
  await cp("LICENSE", join(folder, "LICENSE.txt"));
  await writeFile(join(folder, program, "LICENSES.txt"), await licencesOf(join(folder, program)));
  const archive = await pack(folder, machine);
  const sizes = await Promise.all([sizeOf(folder), readFile(archive).then(({ length }) => length)]);
  const [unpacked, packed] = sizes.map((bytes) => (bytes / MEBIBYTE).toFixed(0));
  console.log(`${folder}  ${unpacked} MB\n${archive}  ${packed} MB`);
}

const [name = ""] = process.argv.slice(2);
if (!(name in DESK_MACHINES)) throw new Error(`for which machine? ${Object.keys(DESK_MACHINES).join(", ")}`);
await makeDesk(name as DeskMachine);
