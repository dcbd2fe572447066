import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import { valuesOf } from "../lib/profiles/common/figure-name.ts";
import type { Tables } from "../lib/profiles/judgement.ts";
import { accountsTexts } from "../test/make/accounts.ts";
import { type Fault, faultIn, withFault } from "../test/make/accounts-faults.ts";
import {
  accountsDocx,
  accountsHtml,
  accountsOfd,
  accountsPdf,
  accountsTxt,
  accountsXlsx,
} from "../test/make/accounts-files.ts";
import { type AccountsLayout, printedIn, type Texts } from "../test/make/accounts-grids.ts";
import { accountsScan } from "../test/make/accounts-scans.ts";
import { DAMAGES, type Damage, FONTS } from "../test/make/scanned/variety.ts";
import { alignedTable, markdownTable, tabTable } from "../test/make/text.ts";
import { randomFrom } from "../tools/fuzz/random.ts";

/**
 * How well final accounts are read in every format: figures right, called uncertain, silently wrong, and errors where
 * there are none. LibreOffice and Chromium, where the machine has them, write further files; --scans draws pages as scanners leave them, with a Chinese font of the machine.
 *
 * With --faults each file has one wrong value, in one cell or in all that print it of one row's: how many are found and
 * located.
 *
 *     npx tsx bench/accounts.ts [--seed N] [--count N] [--only FORMAT] [--scans] [--faults] [--keep DIR]
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "4" },
    only: { type: "string" },
    scans: { type: "boolean", default: false },
    faults: { type: "boolean", default: false },
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
  readonly fault: Fault | null;
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

/** How a file of a kind is made, and the end of its name; false where another program is wanting. */
interface Kind {
  readonly extension: string;
  readonly make: (texts: Texts, layout: AccountsLayout, name: string, number: number) => Promise<boolean>;
}

const own = (extension: string, bytesOf: (texts: Texts, layout: AccountsLayout) => Uint8Array): Kind => ({
  extension,
  make: async (texts, layout, name) => {
    await writeFile(join(files, `${name}.${extension}`), bytesOf(texts, layout));
    return true;
  },
});

/** Made by another program of a source. */
const other = (
  extension: string,
  [from, bytesOf]: readonly [extension: string, (texts: Texts, layout: AccountsLayout) => Uint8Array],
  make: (path: string, name: string) => Promise<boolean>,
): Kind => ({
  extension,
  make: async (texts, layout, name) => {
    const path = join(sources, `${name}.${from}`);
    await writeFile(path, bytesOf(texts, layout));
    return make(path, name);
  },
});

const ruledPages = ["html", (texts: Texts, layout: AccountsLayout) => ruled(accountsHtml(texts, layout))] as const;

/** A page's damage and its font follow from the seed and the file's number. */
const scan: Kind = {
  extension: "pdf",
  make: async (texts, layout, name, number) => {
    const at = Number(values.seed) + number;
    const damage = DAMAGES[at % DAMAGES.length] as Damage;
    const look = { damage, font: FONTS[at % FONTS.length] as string, quality: 75 };
    await writeFile(join(files, `${name}.pdf`), await accountsScan(texts, layout, look, randomFrom(at)));
    return true;
  },
};

const KINDS: Readonly<Record<string, Kind>> = {
  docx: own("docx", accountsDocx),
  html: own("html", accountsHtml),
  xlsx: own("xlsx", accountsXlsx),
  pdf: own("pdf", accountsPdf),
  ofd: own("ofd", accountsOfd),
  tabs: own("txt", (texts, layout) => accountsTxt(texts, layout, tabTable)),
  pipes: own("txt", (texts, layout) => accountsTxt(texts, layout, (rows) => markdownTable(rows))),
  aligned: own("txt", (texts, layout) => accountsTxt(texts, layout, (rows) => alignedTable(rows, true))),
  doc: other("doc", ["docx", accountsDocx], (path) => offices("doc", path)),
  office: other("pdf", ruledPages, (path) => offices("pdf:writer_pdf_Export", path, "--infilter=HTML (StarWriter)")),
  browser: other("pdf", ruledPages, (path, name) =>
    convert("chromium", [
      "--headless",
      "--no-sandbox",
      "--no-pdf-header-footer",
      `--print-to-pdf=${join(files, `${name}.pdf`)}`,
      pathToFileURL(path).href,
    ]),
  ),
  ...(values.scans && { scan }),
};
const kinds = Object.entries(KINDS).filter(([kind]) => values.only?.split(",").includes(kind) ?? true);

for (let number = 0; number < Number(values.count); number++) {
  const layout = LAYOUTS[number % LAYOUTS.length] as AccountsLayout;
  const seed = Number(values.seed) * 1000 + number;
  const right = printedIn(
    accountsTexts({
      rows: [30, 60, 120, 200][number % 4] as number,
      seed,
      blanks: number % 2 === 1,
      decimals: number % 7 === 6 ? 6 : 2,
    }),
    layout,
  );
  for (const [at, [kind, { extension, make }]] of kinds.entries()) {
    const fault = values.faults ? faultIn(right, number % 3 === 2, randomFrom(seed, at)) : null;
    const texts = fault ? withFault(right, fault) : right;
    const name = `${kind}-${number}`;
    if (await make(texts, layout, name, number)) written.push({ name: `${name}.${extension}`, kind, texts, fault });
  }
}

const results = join(folder, "results");
await run(process.execPath, [command, "process", files, "--out", results, "--fresh"], { maxBuffer: 1 << 28 }).catch(
  () => {},
);

interface Judged {
  readonly status: string;
  readonly tables: Tables | null;
  readonly uncertain: readonly string[];
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly cells: readonly string[];
    readonly proposal?: { readonly cell: string; readonly value: number };
  }[];
}

const numberIn = (text: string): number | null => (text === "" ? null : Number(text.replaceAll(",", "")));

/** What became of faults, kind by kind: found, located, and located elsewhere. */
const faults = new Map<string, { all: number; found: number; located: number; elsewhere: number }>();

function told({ kind, fault }: Written, errors: Judged["findings"]): string {
  if (!fault) return "";
  const count = faults.get(kind) ?? { all: 0, found: 0, located: 0, elsewhere: 0 };
  faults.set(kind, count);
  const proposals = errors.flatMap(({ proposal }) => proposal ?? []);
  const isRight = ({ cell, value }: (typeof proposals)[number]) =>
    fault.cells.includes(cell) && Math.abs(value - (numberIn(fault.right) ?? 0)) < 0.1;
  const found = errors.some(({ cells }) => cells.some((cell) => fault.cells.includes(cell)));
  const located = proposals.some(isRight);
  const elsewhere = proposals.some((each) => !isRight(each));
  count.all += 1;
  if (found) count.found += 1;
  if (located) count.located += 1;
  if (elsewhere) count.elsewhere += 1;
  const words = `${found ? "found" : "NOT FOUND"}, ${located ? "located" : "not located"}${elsewhere ? ", LOCATED ELSEWHERE" : ""}`;
  return `${words}: ${fault.cells.join("+")} ${fault.right} -> ${fault.wrong}`;
}

for (const each of written) {
  const { name, texts } = each;
  const text = await readFile(join(results, name, "report.json"), "utf8").catch(() => null);
  if (text === null) {
    console.log(name.padEnd(16), "no report");
    continue;
  }
  const { status, tables, uncertain, findings } = JSON.parse(text) as Judged;
  const read = new Map(valuesOf(tables));
  const wrong = [...new Set([...texts.keys(), ...read.keys()])].filter(
    (figure) => (read.get(figure) ?? null) !== numberIn(texts.get(figure) ?? ""),
  );
  // Counted whatever the status: a name in doubt would hide them. Rows of a page that nobody can read are among them.
  const silent = wrong.filter((figure) => !uncertain.includes(figure));
  const codes = [...new Set(findings.map(({ code, severity }) => `${severity[0]}:${code}`))];
  const errors = findings.filter(({ severity }) => severity === "error");
  console.log(
    name.padEnd(16),
    status.padEnd(12),
    `of ${texts.size} wrong ${wrong.length}, uncertain ${uncertain.length}, SILENT ${silent.length}`,
    `errors ${errors.length}`,
    codes.slice(0, 8).join(" "),
    [...silent, ...wrong].slice(0, 2).join(" "),
    told(each, errors),
  );
}
for (const [kind, { all, found, located, elsewhere }] of faults)
  console.log(kind.padEnd(16), `faults ${all}, found ${found}, located ${located}, elsewhere ${elsewhere}`);
if (!values.keep) await rm(folder, { recursive: true });
