import { createHash } from "node:crypto";
import { withoutTrailing } from "../document/text.ts";
import { LIMITS } from "../limits.ts";

/** What a document's results are filed as. */
export const RESULT_FILES = {
  report: "report.json",
  html: "report.html",
  document: "document.json",
  source: "source",
} as const;

/** Names that the lists of a run take in its folder. */
const LISTS: ReadonlySet<string> = new Set(["summary.csv", "problems.csv", "figures.csv", "index.html"]);
/** Names that the results of a document take in its folder, where other documents may lie below it. */
const RESULTS: ReadonlySet<string> = new Set([
  RESULT_FILES.report,
  RESULT_FILES.html,
  RESULT_FILES.document,
  "report-cells",
  "report-pages",
]);
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * The folder, below the run's, in which a document's results are filed: its name, but never outside the run's folder,
 * whatever the name says, and never in the place of a list of the run or of another document's results.
 * @param longest bytes of each part
 */
export function resultFolder(name: string, longest: number = LIMITS.resultNameBytes): string {
  const parts = name
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .map((part) => safePart(part, longest));
  const [first = "_", ...rest] = parts;
  const path = [
    LISTS.has(first.toLowerCase()) ? `${first}_` : first,
    ...rest.map((part) => (RESULTS.has(part.toLowerCase()) ? `${part}_` : part)),
  ].join("/");
  // Archives may nest folders deeper than any file system: then the last part stands for them all.
  return Buffer.byteLength(path) <= LIMITS.resultPathBytes
    ? path
    : `${first}/${shortened(rest.join("/"), rest.at(-1) ?? "", longest)}`;
}

function safePart(part: string, longest: number): string {
  const printable = part.replace(/[\u0000-\u001f\u007f<>:"|?*]/gu, "_");
  const bare = withoutTrailing(printable, /[. ]/u);
  const clean = bare === printable ? bare : `${bare}_`;
  const named = RESERVED.test(clean) ? `_${clean}` : clean;
  return Buffer.byteLength(named) <= longest ? named : shortened(named, named, longest);
}

/** As much of the text as there is room for, and a mark by which it is told from others that begin alike. */
function shortened(whole: string, text: string, longest: number): string {
  const mark = `…${createHash("sha256").update(whole).digest("hex").slice(0, 8)}`;
  let cut = [...text].slice(0, longest);
  while (cut.length > 0 && Buffer.byteLength(cut.join("")) > longest - Buffer.byteLength(mark)) cut = cut.slice(0, -1);
  return cut.join("") + mark;
}
