import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { docReport, docxReport, htmlReport, ofdReport, pdfReport } from "./reports.ts";

/**
 * The command beside the programs that people take text and tables out of such files with today, each as a whole
 * command over the same generated reports, from its start to its end. Prints a Markdown table.
 *
 *     npx tsx bench/beside.ts
 *
 * PYTHON names an interpreter with pdfplumber, python-docx, pandas and lxml, TIKA the path of tika-app.jar. What is not
 * there, or gives up on a file, "fails".
 */

const DOCUMENTS = 100;
const PYTHON = process.env.PYTHON ?? "python3";
const REPORTS = { docx: docxReport, doc: docReport, pdf: pdfReport, html: htmlReport, ofd: ofdReport } as const;
type Format = keyof typeof REPORTS;

const PROGRAM = fileURLToPath(new URL("../dist/tabularium.js", import.meta.url));

const MAMMOTH = `import mammoth from "mammoth";
for (const path of process.argv.slice(1)) await mammoth.convertToHtml({ path });`;
const PYTHON_DOCX = `import sys, docx
for path in sys.argv[1:]:
    document = docx.Document(path)
    [paragraph.text for paragraph in document.paragraphs]
    [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]`;
const PDFPLUMBER = `import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.extract_tables()`;
const PANDAS = `import sys, pandas
for path in sys.argv[1:]:
    pandas.read_html(path)`;

/** A tool's command for a folder of files and one to write to; null where it does not take the format. */
type Tool = (format: Format, files: string, out: string) => readonly string[] | null;

const each = (files: string): string[] => readdirSync(files).map((name) => join(files, name));
const only =
  (wanted: Format, ...command: readonly string[]): Tool =>
  (format, files) =>
    format === wanted ? [...command, ...each(files)] : null;

const TOOLS: Readonly<Record<string, Tool>> = {
  tabularium: (_, files, out) => [
    ...[process.execPath, "--max-semi-space-size=4", PROGRAM],
    ...["process", files, "--out", out, "--fresh"],
  ],
  "Apache Tika": (format, files, out) =>
    format === "ofd" ? null : ["java", "-jar", process.env.TIKA ?? "tika-app.jar", "-t", "-i", files, "-o", out],
  mammoth: only("docx", process.execPath, "--input-type=module", "-e", MAMMOTH, "--"),
  "python-docx": only("docx", PYTHON, "-c", PYTHON_DOCX),
  pdfplumber: only("pdf", PYTHON, "-c", PDFPLUMBER),
  "pandas.read_html": only("html", PYTHON, "-c", PANDAS),
};

interface Cost {
  /** Milliseconds of the clock and of processors, of all processes together. */
  readonly clock: number;
  readonly processors: number;
}

/** What a whole command takes, as bash tells it of the command and all that it waited for; null where it fails. */
function costOf(command: readonly string[]): Cost | null {
  const timed = `TIMEFORMAT="%R %U %S"; { time "$@" > /dev/null 2>&1; } 2>&1`;
  try {
    const said = execFileSync("bash", ["-c", timed, "-", ...command], { encoding: "utf8" });
    const [clock = 0, user = 0, system = 0] = said.trim().split(" ").map(Number);
    return { clock: 1000 * clock, processors: 1000 * (user + system) };
  } catch {
    return null;
  }
}

/** The least of three: a first run finds nothing in the system's cache. */
function least(command: readonly string[]): Cost | null {
  const costs = [1, 2, 3].map(() => costOf(command)).filter((cost) => cost !== null);
  return costs.toSorted((a, b) => a.clock - b.clock)[0] ?? null;
}

/** A program that gave up on a file leaves an empty one, and may say so to nobody. */
const wroteNothing = (out: string): boolean =>
  readdirSync(out, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).size === 0,
  );

const perDocument = (many: number, one: number): string => ((many - one) / (DOCUMENTS - 1)).toFixed(0);

const folder = mkdtempSync(join(tmpdir(), "tabularium-beside-"));
try {
  console.log(
    "| format | program | first result, ms | each further, ms | processor, ms each |\n| --- | --- | --- | --- | --- |",
  );
  for (const [format, report] of Object.entries(REPORTS) as [Format, (n: number) => Uint8Array][]) {
    const [one, many] = ["one", "many"].map((name) => join(folder, format, name)) as [string, string];
    for (const [files, count] of [
      [one, 1],
      [many, DOCUMENTS],
    ] as const) {
      mkdirSync(files, { recursive: true });
      for (let n = 0; n < count; n++) writeFileSync(join(files, `${n}.${format}`), report(n));
    }
    for (const [name, tool] of Object.entries(TOOLS)) {
      const [first, all] = [one, many].map((files, index) => {
        const out = join(folder, `${format} ${name} ${index}`);
        mkdirSync(out);
        const command = tool(format, files, out);
        const cost = command && (index === 0 ? least : costOf)(command);
        return wroteNothing(out) ? null : cost;
      });
      if (tool(format, one, folder) === null) continue;
      const cells =
        first && all
          ? [first.clock.toFixed(0), perDocument(all.clock, first.clock), perDocument(all.processors, first.processors)]
          : ["fails", "", ""];
      console.log(`| .${format} | ${name} | ${cells.join(" | ")} |`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
