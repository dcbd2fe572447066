import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The licences of all that ships: of packages in the program's node_modules, and of those built into dist/. */

interface Entry {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
}

/** One text: of each package its name, version and licence, and the texts that it brings. @param program its folder */
export async function licencesOf(program: string): Promise<string> {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf8")) as { packages: Record<string, Entry> };
  // Optional ones are for a machine: what ships of them is in the program's folder.
  const builtIn = Object.entries(packages).filter(
    ([path, { dev, optional, link }]) => path !== "" && !dev && !optional && !link && !path.endsWith("/esbuild"),
  );
  const folders = [...builtIn.map(([path]) => path), ...(await packagesIn(join(program, "node_modules")))];
  const texts = new Map<string, string>();
  for (const folder of folders) {
    const { name, version, licence, words } = await licenceOf(folder);
    texts.set(`${name} ${version}`, `${name} ${version}\n${licence}\n\n${words.join("\n\n")}`);
  }
  const line = `\n\n${"=".repeat(80)}\n`;
  return [...texts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
    .join(line);
}

/** Folders of the packages below a node_modules, those within packages too. */
async function packagesIn(folder: string): Promise<string[]> {
  const isPackage = /^(?:(?:@[^/]+\/)?[^/@]+\/node_modules\/)*(?:@[^/]+\/)?[^/@]+\/package\.json$/u;
  const paths = await readdir(folder, { recursive: true });
  return paths.filter((path) => isPackage.test(path)).map((path) => join(folder, path, ".."));
}

async function licenceOf(folder: string) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /^(?:licen[cs]e|copying|notice)/iu.test(entry.name))
    .map((entry) => entry.name)
    .toSorted();
  const words = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return { name, version, licence: String(license?.type ?? license ?? ""), words };
}
