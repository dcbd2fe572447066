import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import { accountsTexts, type MakeAccounts } from "../test/make/accounts.ts";
import {
  accountsDocx,
  accountsHtml,
  accountsOfd,
  accountsPdf,
  accountsTxt,
  accountsXlsx,
} from "../test/make/accounts-files.ts";
import { type AccountsLayout, printedIn, type Texts } from "../test/make/accounts-grids.ts";
import { alignedTable, markdownTable, tabTable } from "../test/make/text.ts";

/**
 * How well final accounts are read in every format: figures right, called uncertain, silently wrong, and errors where
 * there are none. LibreOffice and Chromium, where the machine has them, write further files; ImageMagick pictures.
 *
 *     npx tsx bench/accounts.ts [--seed N] [--count N] [--only FORMAT] [--scans] [--keep DIR]
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "4" },
    only: { type: "string" },
    scans: { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
const run = promisify(execFile);
const folder = values.keep ?? (await mkdtemp(join(tmpdir(), "tabularium-accounts-")));
const command = fileURLToPath(new URL("../dist/tabularium.js", import.meta.url));

const LAYOUTS: readonly AccountsLayout[] = [
  { splitCodes: false, total: "first", unit: "万元" },
  { splitCodes: true, total: "last", unit: "万元" },
  { splitCodes: true, total: "first", unit: "万元" },
  { splitCodes: false, total: "first", unit: "万元", ministry: true },
  { splitCodes: true, total: "first", unit: "万元", ministry: true },
];

interface Written {
  readonly name: string;
  readonly kind: string;
  readonly texts: Texts;
}

const files = join(folder, "files");
const sources = join(folder, "sources");
await Promise.all([files, sources].map((each) => mkdir(each, { recursive: true })));
const written: Written[] = [];

/** A file another program makes; left out where it is not there. */
async function convert(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args, { timeout: 240_000 }).then(
    () => true,
    () => false,
  );
}

const offices = (format: string, from: string, ...options: string[]) =>
  convert("soffice", ["--headless", ...options, "--convert-to", format, "--outdir", files, from]);

/** A web page whose tables are drawn with a line between cells, on wide pages. */
const ruled = (html: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(html)
      .toString()
      .replace(
        "</head>",
        "<style>@page{size:A4 landscape;margin:1cm}table{border-collapse:collapse;font-size:8pt}td{border:1px solid}</style></head>",
      ),
  );

const wanted = (kind: string): boolean => values.only === undefined || values.only.split(",").includes(kind);

for (let number = 0; number < Number(values.count); number++) {
  const layout = LAYOUTS[number % LAYOUTS.length] as AccountsLayout;
  const make: MakeAccounts = {
    rows: [30, 60, 120, 200][number % 4] as number,
    seed: Number(values.seed) * 1000 + number,
    blanks: number % 2 === 1,
    decimals: number % 7 === 6 ? 6 : 2,
  };
  const texts = accountsTexts(make);
  const own: Readonly<Record<string, readonly [extension: string, make: () => Uint8Array]>> = {
    docx: ["docx", () => accountsDocx(texts, layout)],
    html: ["html", () => accountsHtml(texts, layout)],
    xlsx: ["xlsx", () => accountsXlsx(texts, layout)],
    pdf: ["pdf", () => accountsPdf(texts, layout)],
    ofd: ["ofd", () => accountsOfd(texts, layout)],
    tabs: ["txt", () => accountsTxt(texts, layout, tabTable)],
    pipes: ["txt", () => accountsTxt(texts, layout, (rows) => markdownTable(rows))],
    aligned: ["txt", () => accountsTxt(texts, layout, (rows) => alignedTable(rows, true))],
  };
  for (const [kind, [extension, bytes]] of Object.entries(own)) {
    if (!wanted(kind)) continue;
    const name = `${kind}-${number}.${extension}`;
    await writeFile(join(files, name), bytes());
    written.push({ name, kind, texts: printedIn(texts, layout) });
  }
  const other = async (
    kind: string,
    extension: string,
    source: Uint8Array,
    from: string,
    make: (path: string) => Promise<boolean>,
  ) => {
    if (!wanted(kind)) return;
    const path = join(sources, `${kind}-${number}.${from}`);
    await writeFile(path, source);
    if (await make(path))
      written.push({ name: `${kind}-${number}.${extension}`, kind, texts: printedIn(texts, layout) });
  };
  await other("doc", "doc", accountsDocx(texts, layout), "docx", (path) => offices("doc", path));
  await other("office", "pdf", ruled(accountsHtml(texts, layout)), "html", (path) =>
    offices("pdf:writer_pdf_Export", path, "--infilter=HTML (StarWriter)"),
  );
  await other("browser", "pdf", ruled(accountsHtml(texts, layout)), "html", (path) =>
    convert("chromium", [
      "--headless",
      "--no-sandbox",
      "--no-pdf-header-footer",
      `--print-to-pdf=${join(files, `browser-${number}.pdf`)}`,
      pathToFileURL(path).href,
    ]),
  );
  if (values.scans)
    await other("scan", "pdf", accountsPdf(texts, layout), "pdf", (path) =>
      convert("convert", [
        "-density",
        "200",
        path,
        "-colorspace",
        "Gray",
        "-quality",
        "80",
        join(files, `scan-${number}.pdf`),
      ]),
    );
}

const results = join(folder, "results");
await run(process.execPath, [command, "process", files, "--out", results, "--fresh"], { maxBuffer: 1 << 28 }).catch(
  () => {},
);

interface Judged {
  readonly status: string;
  readonly tables: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | null>>>>>> | null;
  readonly uncertain: readonly string[];
  readonly findings: readonly { readonly code: string; readonly severity: string }[];
}

const numberIn = (text: string): number | null => (text === "" ? null : Number(text.replaceAll(",", "")));

for (const { name, texts } of written) {
  const text = await readFile(join(results, name, "report.json"), "utf8").catch(() => null);
  if (text === null) {
    console.log(name.padEnd(16), "no report");
    continue;
  }
  const { status, tables, uncertain, findings } = JSON.parse(text) as Judged;
  const wrong = [...texts].filter(([figure, printed]) => {
    const [table = "", row = "", column = ""] = figure.split(".");
    return (tables?.[table]?.[row]?.[column] ?? null) !== numberIn(printed);
  });
  const decided = status === "valid" || status === "invalid";
  const silent = decided ? wrong.filter(([figure]) => !uncertain.includes(figure)) : [];
  const codes = [...new Set(findings.map(({ code, severity }) => `${severity[0]}:${code}`))];
  console.log(
    name.padEnd(16),
    status.padEnd(12),
    `of ${texts.size} wrong ${wrong.length}, uncertain ${uncertain.length}, SILENT ${silent.length}`,
    `errors ${findings.filter(({ severity }) => severity === "error").length}`,
    codes.slice(0, 8).join(" "),
    wrong
      .slice(0, 2)
      .map(([figure]) => figure)
      .join(" "),
  );
}
if (!values.keep) await rm(folder, { recursive: true });
