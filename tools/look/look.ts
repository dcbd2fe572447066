import Table from "cli-table3";
import { type Document, type FlatText, isTable } from "../../lib/document/document.ts";
import type { OcrEngine, RecognisedPage } from "../../lib/recognition/engine.ts";
import type { Report } from "../../lib/report/schema.ts";
import { processDocument, type SecondReading } from "../../lib/work/process-document.ts";
import readText from "../../lib/work/second-reading.ts";
import { overlaidPage } from "./overlay.ts";
import { pageShown } from "./page.ts";

/** What is made of a file, to be looked at. */
export interface Look {
  /** Of a page (PDF, OFD, pictures): its picture with what is found on it; PNG. Null for files without pages. */
  readonly picture: Buffer | null;
  /** What each reading has of every figure, or of the text; of files without pages also their cells. */
  readonly text: string;
}

/** @param page counted from 1 */
export async function lookAt(name: string, bytes: Uint8Array, page: number, engine: OcrEngine): Promise<Look> {
  const recognised: RecognisedPage[] = [];
  const flat: FlatText[] = [];
  const secondReading: SecondReading = async (again, format, way) => {
    const text = await readText({ bytes: again, format, way });
    flat.push(text);
    return text;
  };
  const looking: OcrEngine = {
    ...engine,
    recognise: async (...picture) => {
      const found = await engine.recognise(...picture);
      recognised.push(found);
      return found;
    },
  };
  const outcome = await processDocument({ name, bytes, secondReading, pictures: async () => looking });
  if (outcome.kind === "deferred") throw new Error("there is an engine");
  const { report, document } = outcome;
  const { format } = report.source;
  const shown = document && format && (await pageShown(format, bytes, page, recognised));
  const text = [
    ...(document && !shown ? cellsOf(document) : []),
    report.tables ? figuresOf(report) : flat.flatMap(({ pieces }) => pieces.map((piece) => `| ${piece}`)).join("\n"),
    `${report.status}: ${report.findings.map(({ code }) => code).join(", ")}`,
  ].join("\n");
  return { picture: shown && document ? await overlaidPage(shown, document, report) : null, text };
}

/** The grids as the first reading has them. */
const cellsOf = ({ blocks }: Document): string[] =>
  blocks.filter(isTable).map((block, index) => {
    const table = new Table({ head: [`table ${index}`, "column", "spans", "text", "not plain"] });
    for (const { row, column, rowSpan, columnSpan, text, flaws = [] } of block.cells)
      table.push([
        row,
        column,
        `${rowSpan}×${columnSpan}`,
        text,
        flaws.map(({ kind: of, text: what }) => `${of} ${what}`).join("\n"),
      ]);
    return table.toString();
  });

function figuresOf({ figures, blanks, uncertain }: Report): string {
  const doubtful = new Set<string>(uncertain);
  const table = new Table({ head: ["figure", "first reading", "second reading", "in doubt"] });
  for (const [name, { text, other, seen }] of [...Object.entries(figures), ...Object.entries(blanks)])
    table.push([name, text, other ?? text, doubtful.has(name) ? (seen ?? "yes") : ""]);
  return table.toString();
}
