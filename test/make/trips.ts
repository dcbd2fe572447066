import { readdir } from "node:fs/promises";
import { patternsOf } from "../../tools/patterns.ts";
import { makeDoc, row } from "./doc.ts";
import { makeDocx } from "./docx.ts";
import { bytesOf, page } from "./html.ts";
import { makeOfd, text } from "./ofd.ts";
import { officeReport } from "./reports.ts";
import { type Run, runsOf } from "./runs.ts";

/**
 * Files made to keep a reader of patterns busy: long runs of what each pattern of the readers and of the profile
 * repeats, and of what formats repeat.
 */
export interface Trip {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Characters of one file: quadratic time for so many is seconds. */
const SIZE = 70_000;
/** Runs of one pattern; more are alike. */
const MOST_RUNS = 4;
const ROOT = new URL("../../", import.meta.url);
/** In no run, so that whatever repeats fails at its end. */
const END = "§";

const times = (unit: string, length: number): string => unit.repeat(Math.ceil(length / Math.max(unit.length, 1)));
const drawnOut = ({ before, unit }: Run, length: number): string => `${before}${times(unit, length)}${END}`;

const TITLE = "云泽县松岭乡人民政府2024年政府信息公开工作年度报告";
const THIRD = "<p>三、收到和处理政府信息公开申请情况</p>";
/** A sound report with more paragraphs in two of its sections. */
const inReport = (paragraphs: readonly string[]): Uint8Array => {
  const more = paragraphs
    .map((text) => `<p>${text.replace(/[&<]/gu, (sign) => `&#${sign.charCodeAt(0)};`)}</p>`)
    .join("\n");
  return bytesOf(officeReport(1).replace("<p>一、总体情况</p>", `$&${more}`).replace(THIRD, `$&${more}`));
};
/** No line, and no sentence, is longer than prose can be. */
const inProse = (run: (length: number) => string): Uint8Array =>
  inReport([run(SIZE / 4), ...times(`${run(1800)}。\n`, SIZE / 4).split("\n")]);
const inText = (run: (length: number) => string): Uint8Array =>
  bytesOf(`${TITLE}\n${run(SIZE / 2)}\n${times(`${run(900)}\n`, SIZE / 2)}`);
const inPage = (run: (length: number) => string): Uint8Array =>
  bytesOf(
    page(
      `<p>${TITLE}</p>${run(SIZE / 3)}<table><tr><td>${run(SIZE / 3)}</td></tr></table>`,
      `<style>${run(SIZE / 3)}</style>`,
    ),
  );
const alone = (run: (length: number) => string): Uint8Array => bytesOf(run(SIZE));

function layoutFor(place: string): (run: (length: number) => string) => Uint8Array {
  if (place.startsWith("lib/profiles/")) return inProse;
  if (/\/(?:sniff|signs|decode|mhtml)\.ts/u.test(place)) return alone;
  return place.startsWith("lib/formats/html/") ? inPage : inText;
}

async function fromPatterns(): Promise<Trip[]> {
  const folders = ["lib/document", "lib/profiles", "lib/formats", "lib/pages"];
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(new URL(folder, ROOT), { recursive: true })).map((name) => `${folder}/${name}`),
    ),
  );
  const { patterns } = await patternsOf(
    ROOT,
    names.flat().filter((name) => /(?<!\.d)\.ts$/u.test(name)),
  );
  const byPlace = new Map<string, Run[]>();
  for (const { place, source } of patterns) {
    const runs = byPlace.get(place) ?? [];
    byPlace.set(place, [...runs, ...runsOf(source)].slice(0, MOST_RUNS));
  }
  return [...byPlace]
    .filter(([, runs]) => runs.length > 0)
    .map(([place, runs]) => ({
      name: place,
      bytes: layoutFor(place)((length) => runs.map((run) => drawnOut(run, length / runs.length)).join("\n")),
    }));
}

const file = (kind: string, unit: string, content: string): Trip => ({
  name: `${kind} ${JSON.stringify(unit)}`,
  bytes: bytesOf(content),
});

const listed = (units: string): string[] => units.split("~");

const BEGINNINGS = listed("<!---->~<!--~<?~<![~<? >~<!-- -->\n~ ~\ufeff~%~BM~<p~<!doctype ").map((unit) =>
  file("beginning", unit, times(unit, SIZE)),
);

const IN_SHEETS = listed("a~a,~@~@a;~@a{~@a{}~{~}~a{~a}~/*~/* */~<!--~.a{display:none}~.a{font-size:0;").map((unit) =>
  file("sheet", unit, page("<p>x</p>", `<style>${times(unit, SIZE)}`)),
);

const IN_PAGES = listed(
  '<style~<style>~<table~<table>~<table></table ~<script></script ~<textarea>~<td>~<tr><td>1~<b>~<p ~<p>~<p id="~<p style="font-size:0~<p id= ~<a/>~</p>~&~&amp;~字\n~[bookmark:~<br>',
).map((unit) => file("page", unit, page(times(unit, SIZE))));

const IN_TEXTS = listed("|~ 1~1 ~\t~－~　~条~第~（~《~“~一、~.~1,~年~的~件~#~* ~__~：~发布机构：~\n").map((unit) => ({
  name: `text ${JSON.stringify(unit)}`,
  bytes: inText((length) => drawnOut({ before: "", unit }, length)),
}));

/** Words made of other words can be taken apart in as many ways as there are subsets of them. */
const IN_SENTENCES = listed("另外有~总数~共计~案件~按规定~合计数量~未办结余~已有~处理决定").map((unit) => ({
  name: `sentence ${unit}`,
  bytes: inReport(
    listed("行政复议~行政诉讼~收到申请~，~，4件~结转下年度~未收到").map(
      (word) => `本年${word}${times(unit, 240)}${END}。`,
    ),
  ),
}));

const HEADERS = "MIME-Version: 1.0\nContent-Type:";
const MAILS = [
  file("mail header", " ", `${HEADERS}${times(" ", 8000)}`),
  file("mail part", "--b", `${HEADERS} multipart/related; boundary=b\n\n${times("--b\n", SIZE)}`),
  file("mail text", "= ", `${HEADERS} text/html\n\n${times("= ", SIZE)}`),
];

/** Line ends and tabs are elements of their own in a .docx, not characters that a pattern could repeat. */
const DOCX = listed(" ~（~[bookmark:~另外有").map((unit) => {
  const content = drawnOut({ before: "1", unit }, SIZE / 2);
  return {
    name: `docx ${unit}`,
    bytes: makeDocx({ body: [TITLE, content, { table: { rows: [{ cells: ["a", content] }] } }] }),
  };
});

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const IN_STYLES = listed('<w:vanish ~<w:basedOn ~<w:basedOn val="~<w:style ').map((unit) => {
  const styles = `<w:styles xmlns:w="${W}"><w:style w:styleId="a"><!--${times(unit, SIZE)}--></w:style></w:styles>`;
  return {
    name: `styles ${unit}`,
    bytes: makeDocx({ body: [TITLE], styles: [{ id: "a" }], extraParts: { "word/styles.xml": styles } }),
  };
});

const DOC_AND_OFD = listed("\n~\t~ ~（~[bookmark:~另外有").flatMap((unit) => {
  const content = drawnOut({ before: "1", unit }, SIZE / 2);
  const cells = row([
    { text: "a", right: 2000 },
    { text: content, right: 4000 },
  ]);
  return [
    { name: `doc ${JSON.stringify(unit)}`, bytes: makeDoc([{ mark: 13, text: TITLE }, ...cells]) },
    { name: `ofd ${JSON.stringify(unit)}`, bytes: makeOfd([[{ content: text(content, 10, 20) }]]) },
  ];
});

export const trips = async (): Promise<readonly Trip[]> => [
  ...BEGINNINGS,
  ...IN_SHEETS,
  ...IN_PAGES,
  ...IN_TEXTS,
  ...IN_SENTENCES,
  ...MAILS,
  ...DOCX,
  ...IN_STYLES,
  ...DOC_AND_OFD,
  ...(await fromPatterns()),
];
