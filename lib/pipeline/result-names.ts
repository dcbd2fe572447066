import { LIMITS } from "../limits.ts";

/** Names that the lists of a run take in its folder. */
const LISTS: ReadonlySet<string> = new Set(["summary.csv", "problems.csv", "figures.csv", "index.html"]);
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * The folder, below the run's, in which a document's results are filed: its name, but never outside the run's folder, whatever the name says,
 * and never in the place of a list of the run.
 */
export function resultFolder(name: string): string {
  const parts = name
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .map(safePart);
  const path = parts.length === 0 ? "_" : parts.join("/");
  return LISTS.has(path.toLowerCase()) ? `${path}_` : path;
}

function safePart(part: string): string {
  const clean = part.replace(/[\u0000-\u001f\u007f<>:"|?*]/gu, "_").replace(/[. ]+$/u, "_");
  const named = RESERVED.test(clean) ? `_${clean}` : clean;
  if (Buffer.byteLength(named) <= LIMITS.resultNameBytes) return named;
  let cut = named;
  while (Buffer.byteLength(cut) > LIMITS.resultNameBytes) cut = cut.slice(0, -1);
  return `${cut}…`;
}
