import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import pLimit from "p-limit";

/**
 * Completes package-lock.json after `npm install`: npm leaves out the integrity of optional packages of other platforms,
 * which it did not fetch. And takes out of it what npm 10, which does not know `allowScripts`, runs an install script by.
 * Run by hand: npx tsx tools/complete-lock.ts
 */

interface Entry {
  readonly version?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  /** A folder of this project. */
  readonly link?: boolean;
  /** Comes inside another package, whose integrity is its own. */
  readonly inBundle?: boolean;
}

const lock = JSON.parse(await readFile("package-lock.json", "utf8")) as { packages: Record<string, Entry> };

const { allowScripts } = JSON.parse(await readFile("package.json", "utf8")) as {
  allowScripts: Record<string, boolean>;
};
for (const [name, isAllowed] of Object.entries(allowScripts))
  if (!isAllowed) delete lock.packages[`node_modules/${name}`]?.hasInstallScript;

const integrityOf = async (name: string, version: string): Promise<string> => {
  const { stdout } = await promisify(execFile)("npm", ["view", `${name}@${version}`, "dist.integrity"]);
  const integrity = stdout.trim();
  if (!/^sha512-[\w+/]+=*$/u.test(integrity)) throw new Error(`the registry names no integrity of ${name}@${version}`);
  return integrity;
};

const oneOfFew = pLimit(4);
await Promise.all(
  Object.entries(lock.packages).map(([path, entry]) =>
    oneOfFew(async () => {
      const name = path.split("node_modules/").slice(1).at(-1);
      if (name === undefined || entry.integrity || entry.link || entry.inBundle || !entry.version) return;
      entry.integrity = await integrityOf(name, entry.version);
      console.log(`${name}@${entry.version}`);
    }),
  ),
);
await writeFile("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
