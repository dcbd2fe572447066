import type { FlatText } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { type Form, type FormTable, ONLY_ROW } from "../common/form/form.ts";
import { moneyUnitIn } from "../common/money.ts";
import { codesIn } from "./codes.ts";
import { fixedLabels, type StreamLabel } from "./labels.ts";
import type { TableStream } from "./look.ts";
import { repeatedIn } from "./repeated.ts";
import { streamFields } from "./stream-fields.ts";
import { tableOfTitle } from "./titles.ts";
import { hasLineNumbers, type Token, tokensOf } from "./tokens.ts";

/**
 * Second look: the flat text of the bytes as one stream of words and numbers. Between a table's title and the next the
 * form's labels and codes are searched for, and the numbers behind each are its row's. It knows no cells and no
 * columns: what it tells of a row is which numbers stand in it, in which order.
 */

/** Longer pieces are prose. */
const PROSE = 60;
const NOTE = /^(?:注|备注|说明)[:：]/u;

/** The pieces of one table, between its title and what ends it. */
interface Region {
  readonly table: FormTable;
  readonly pieces: string[];
}

function regionsOf({ pieces }: FlatText, form: Form): Region[] {
  const regions: Region[] = [];
  let open: Region | null = null;
  let before = "";
  for (const piece of pieces) {
    if (piece.trim() === "") continue;
    const table = tableOfTitle(piece, form);
    // A title that is broken over two lines is the longer one.
    const whole = table && tableOfTitle(before + piece, form);
    before = piece.length > PROSE ? "" : piece;
    if (table) {
      open = { table: whole ?? table, pieces: [] };
      regions.push(open);
    } else if (piece.length > PROSE || NOTE.test(squash(piece))) open = null;
    else open?.pieces.push(piece);
  }
  return regions;
}

/** A label or code with the numbers behind it. */
interface Entry {
  readonly row: string;
  readonly numbers: string[];
}

/** What a region says, entry after entry. */
interface Reading {
  readonly entries: readonly Entry[];
  /** The words before the first entry. */
  readonly head: string;
  readonly hasStrays: boolean;
}

/** Letters that must be left to tell a label whose end stands elsewhere: on the next page, behind the row's figures. */
const CUT_LEFT = 6;

/** The one label that goes on behind the end of a text. */
function cutLabel(text: string, labels: readonly StreamLabel[]): StreamLabel | undefined {
  if (text.length < CUT_LEFT) return undefined;
  const own = labels.filter(({ key }) => key.startsWith(text));
  return own.length === 1 ? own[0] : undefined;
}

/** The labels of a table in running words, the last of them with what stands behind it. */
function labelsIn(words: readonly string[], labels: readonly StreamLabel[]): { found: StreamLabel[]; rest: string } {
  const text = words.join("");
  const begins = new Set<number>();
  words.reduce((at, word) => {
    begins.add(at);
    return at + word.length;
  }, 0);
  const found: StreamLabel[] = [];
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const isHere = ({ numbered }: StreamLabel) =>
      !numbered || begins.has(at) || /[一二三四五六七八九十\d]/u.test(text[at - 1] ?? "");
    const label =
      labels.find((each) => text.startsWith(each.key, at) && isHere(each)) ??
      cutLabel(text.slice(at), labels.filter(isHere));
    if (!label) continue;
    found.push(label);
    at = Math.min(at + label.key.length, text.length) - 1;
    end = at + 1;
  }
  return { found, rest: text.slice(end) };
}

function readingOf(tokens: readonly Token[], table: FormTable): Reading {
  const labels = fixedLabels(table);
  const codes = table.digits ? codesIn(tokens, table.digits) : new Map<number, { code: string; length: number }>();
  const entries: Entry[] = [];
  let words: string[] = [];
  let head = "";
  let open: Entry | null = null;
  let hasStrays = false;
  const closeWords = () => {
    if (words.length === 0) return;
    if (entries.length === 0) head += words.join("");
    const { found, rest } = labelsIn(words, labels);
    // Words behind a code are its name; behind its numbers they begin something else.
    if (found.length > 0 || open === null || open.numbers.length > 0) open = null;
    for (const label of found) entries.push({ row: label.key, numbers: [] });
    if (found.length > 0 && rest === "") open = entries.at(-1) ?? null;
    words = [];
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const code = codes.get(at);
    if (token.kind === "words") words.push(token.text);
    else if (code) {
      closeWords();
      open = { row: code.code, numbers: [] };
      entries.push(open);
      at += code.length - 1;
    } else {
      closeWords();
      if (open) open.numbers.push(token.text);
      else hasStrays ||= entries.length > 0;
    }
  }
  closeWords();
  return { entries, head, hasStrays };
}

/** The columns in the order in which a head prints their labels; null where one of them is not whole. */
function orderIn(head: string, { panels }: FormTable): readonly string[] | null {
  const [panel] = panels;
  if (!panel || panels.length > 1) return null;
  const leaves = panel.columns.map(({ key, paths }) => ({ key, leaf: paths[0]?.at(-1) ?? "" }));
  const times = (leaf: string) => head.split(leaf).length - 1;
  const repeated = [...new Set(leaves.map(({ leaf }) => leaf))];
  if (repeated.length === leaves.length) {
    // Headers below a common one are printed behind all that stand beside it.
    if (panel.columns.some(({ paths }) => paths.some(({ length }) => length > 1))) return null;
    const placed = leaves.map(({ key, leaf }) => ({ key, at: head.lastIndexOf(leaf), once: times(leaf) === 1 }));
    return placed.every(({ once }) => once) ? placed.toSorted((a, b) => a.at - b.at).map(({ key }) => key) : null;
  }
  // 预算数 and 决算数 below each group, or each once over all groups.
  const groups = leaves.length / repeated.length;
  const byLeaf = repeated.map((own) => leaves.filter(({ leaf }) => leaf === own).map(({ key }) => key));
  if (byLeaf.some((keys) => keys.length !== groups)) return null;
  if (repeated.every((leaf) => times(leaf) === groups))
    return Array.from({ length: groups }, (_, group) => byLeaf.map((keys) => keys[group] as string)).flat();
  return repeated.every((leaf) => times(leaf) === 1) ? byLeaf.flat() : null;
}

/** Rows of labels that several rows share are told by their order. */
function rowsIn(readings: readonly Reading[], table: FormTable): Map<string, string[][]> {
  const rows = new Map<string, string[][]>();
  const add = (row: string, numbers: string[]) => rows.set(row, [...(rows.get(row) ?? []), numbers]);
  for (const { entries } of readings) {
    for (const { row, numbers } of entries) if (/^\d+$/u.test(row)) add(row, numbers);
    for (const { key, ids } of fixedLabels(table)) {
      const own = entries.filter(({ row }) => row === key).map(({ numbers }) => numbers);
      // The head has the same words as some rows: those that stand before the first number are its own.
      while (own.length > ids.length && own[0]?.length === 0) own.shift();
      if (own.length === ids.length) for (const [index, id] of ids.entries()) add(id, own[index] ?? []);
      else if (ids.length === 1 && ids[0] !== undefined && own.length > 0) {
        // A head that is repeated on the next page has the words of a total without its numbers.
        const printed = own.filter(({ length }) => length > 0);
        for (const numbers of printed.length > 0 ? printed : [[]]) add(ids[0], numbers);
      }
    }
  }
  return rows;
}

/** 1, 2, 3 …: numbers of columns. */
const isCounting = (texts: readonly string[]): boolean => texts.every((text, index) => text === String(index + 1));

/** The one row of a table without labels: the first numbers that are as many as its columns. */
function onlyRow(tokens: readonly Token[], count: number): { head: string; numbers: string[] | null } {
  let run: string[] = [];
  let head = "";
  for (const token of [...tokens, { kind: "words", text: "" } as const]) {
    if (token.kind === "number") run.push(token.text);
    else {
      const numbers = isCounting(run.slice(0, count)) ? run.slice(count) : run;
      if (numbers.length === count) return { head, numbers };
      head += token.text;
      run = [];
    }
  }
  return { head, numbers: null };
}

function streamOf(regions: readonly Region[], table: FormTable): TableStream {
  const has = { codes: table.digits !== null, numbers: regions.some(({ pieces }) => hasLineNumbers(pieces)) };
  const texts = regions.map(({ pieces }) => tokensOf(pieces, has));
  const unit = regions.flatMap(({ pieces }) => pieces.map(moneyUnitIn)).find((found) => found !== null) ?? null;
  const [panel] = table.panels;
  if (panel?.rows === null) {
    const found = texts
      .map((tokens) => onlyRow(tokens, panel.columns.length))
      .filter(({ numbers }) => numbers !== null);
    const rows = new Map(found.length === 0 ? [] : [[ONLY_ROW, found.map(({ numbers }) => numbers ?? [])]]);
    return { rows, order: orderIn(found[0]?.head ?? "", table), unit, hasStrays: false };
  }
  if (table.repeats) return { ...repeatedIn(texts, table), unit };
  const readings = texts.map((tokens) => readingOf(tokens, table));
  return {
    rows: rowsIn(readings, table),
    order: orderIn(readings.find(({ entries }) => entries.length > 0)?.head ?? "", table),
    unit,
    hasStrays: readings.some(({ hasStrays }) => hasStrays),
  };
}

export function lookAtStream(flat: FlatText, form: Form): ReadonlyMap<string, TableStream> {
  const regions = regionsOf(flat, form);
  const tables = form.tables.flatMap((table) => {
    const own = regions.filter((region) => region.table === table);
    return own.length === 0 ? [] : [[table.key, streamOf(own, table)] as const];
  });
  return new Map([...tables, ...streamFields(flat, form)]);
}
