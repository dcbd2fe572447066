import { describe, expect, test } from "@jest/globals";
import { type Block, type Cell, isTable } from "../../../lib/document/document.ts";
import { NO_ANSWERS } from "../../../lib/profiles/answers.ts";
import { partsOf } from "../../../lib/profiles/common/figure-name.ts";
import type { Judgement } from "../../../lib/profiles/judgement.ts";
import { bestCandidate, profileOf } from "../../../lib/profiles/profiles.ts";
import { accountsTexts, type MakeAccounts, ORDINARY, randomFrom } from "../../make/accounts.ts";
import {
  accountsDocx,
  accountsHtml,
  accountsOfd,
  accountsPdf,
  accountsTxt,
  accountsXlsx,
} from "../../make/accounts-files.ts";
import { type AccountsLayout, printedIn, type Texts, USUAL } from "../../make/accounts-grids.ts";
import { processed, readHtml, secondReading } from "../../make/readings.ts";
import { alignedTable } from "../../make/text.ts";

const VERIFY = process.env.TABULARIUM_VERIFY === "full";
const profile = profileOf({ profile: "final-accounts" });

async function judged(bytes: Uint8Array): Promise<Judgement> {
  const [document, second] = [readHtml(bytes), await secondReading(bytes, "html", "flatText")];
  return bestCandidate({ document, second, recognised: [] }).judge();
}

const changed = (changes: Readonly<Record<string, string>>, make: MakeAccounts = ORDINARY): Texts =>
  new Map([...accountsTexts(make), ...Object.entries(changes)]);

const errorsOf = ({ findings }: Judgement) => findings.filter(({ severity }) => severity === "error");

const numberIn = (text: string): number | null => (text === "" ? null : Number(text.replaceAll(",", "")));

/** Figures of a report that are not what was printed. */
const wrongIn = (tables: Judgement["tables"], texts: Texts) =>
  [...texts].flatMap(([name, text]) => {
    const { table, row, column } = partsOf(name);
    const value = tables?.[table]?.[row]?.[column];
    return value === numberIn(text) ? [] : [[name, text, value]];
  });

/** The row that begins a new page. */
const TURN = 12;
const SPLIT: AccountsLayout = { ...USUAL, splitCodes: true, total: "last" };
const DISTRICT: AccountsLayout = { ...SPLIT, total: "first" };
const MINISTRY: AccountsLayout = { ...USUAL, ministry: true };
const SMALL: MakeAccounts = { ...ORDINARY, rows: 16 };

/** The pieces of a flat text, each that ends as `before` says run together with one behind it that is as `after` says. */
function joined(pieces: readonly string[], before: RegExp, after: RegExp): readonly string[] {
  const all: string[] = [];
  for (const piece of pieces) {
    const last = all.at(-1) ?? "";
    if (before.test(last) && after.test(piece)) all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}

const FORMATS: Readonly<Record<string, (texts: Texts, layout: AccountsLayout) => Uint8Array>> = {
  "a.docx": accountsDocx,
  "a.html": accountsHtml,
  "a.xlsx": accountsXlsx,
  "a.pdf": accountsPdf,
  "a.ofd": accountsOfd,
  "tabs.txt": accountsTxt,
  "aligned.txt": (texts, layout) => accountsTxt(texts, layout, (rows) => alignedTable(rows, true)),
};
const LAYOUTS: Readonly<Record<string, AccountsLayout>> = {
  "codes in one cell": USUAL,
  "codes in three cells and the total last": SPLIT,
  "决算数 below each header": DISTRICT,
  "行次, 栏次 and three panels": MINISTRY,
  "行次, 栏次 and codes in three cells": { ...MINISTRY, splitCodes: true },
};
/** Each layout and each format once; all of them together in the long form. */
const LOOKED_AT = Object.keys(FORMATS).flatMap((file, at) =>
  Object.keys(LAYOUTS).flatMap((layout, other) =>
    VERIFY || other === at % Object.keys(LAYOUTS).length ? [[file, layout, (at + other) % 2 === 1] as const] : [],
  ),
);

describe("final accounts", () => {
  test.each(LOOKED_AT)(
    "in %s with %s, zeros left blank: %s, are read as printed, and hold",
    async (file, name, blanks) => {
      const layout = LAYOUTS[name] ?? USUAL;
      const texts = accountsTexts({ ...SMALL, seed: 5, blanks });
      const { report } = await processed(file, FORMATS[file]?.(texts, layout) ?? new Uint8Array());
      expect(report).toMatchObject({
        profile: "final-accounts",
        status: "valid",
        organization: { name: "上海市云泽区水务局" },
        year: 2024,
        uncertain: [],
      });
      expect(report.findings.filter(({ code }) => code !== "CHECK-NOT-RUN")).toEqual([]);
      expect(wrongIn(report.tables, printedIn(texts, layout))).toEqual([]);
    },
    30_000,
  );

  test("that go on over pages without a head, of 6 decimals, are one table", async () => {
    const texts = accountsTexts({ rows: 30, seed: 3, blanks: true, decimals: 6 });
    const { report } = await processed("a.pdf", accountsPdf(texts));
    expect([report.status, wrongIn(report.tables, texts)]).toEqual(["valid", []]);
  }, 30_000);

  test("that go on in a table of their own without a head, with fewer columns, are one table", async () => {
    const texts = accountsTexts(ORDINARY);
    const bytes = accountsHtml(texts, SPLIT);
    const document = readHtml(bytes);
    const blocks = document.blocks.flatMap((block): readonly Block[] => {
      if (!isTable(block) || block.columns !== 11) return [block];
      const own = block.cells.filter(({ row }) => row >= TURN && row < block.rows - 1);
      const rest = own.flatMap((cell): Cell[] => {
        const code = own.filter(({ row, column }) => row === cell.row && column < 3).map(({ text }) => text);
        if (cell.column === 0) return [{ ...cell, row: cell.row - TURN, text: code.join("") }];
        return cell.column < 3 ? [] : [{ ...cell, row: cell.row - TURN, column: cell.column - 2 }];
      });
      return [
        { ...block, rows: TURN, cells: block.cells.filter(({ row }) => row < TURN) },
        { ...block, rows: block.rows - 1 - TURN, columns: 9, cells: rest },
      ];
    });
    const second = await secondReading(bytes, "html", "flatText");
    const report = bestCandidate({ document: { ...document, blocks }, second, recognised: [] }).judge();
    const ends = [...texts].filter(([name]) => !name.startsWith("t2.total."));
    expect(wrongIn(report.tables, new Map(ends))).toEqual([]);
  });

  test("that nobody has filled in are none", async () => {
    const texts = new Map([...accountsTexts(ORDINARY).keys()].map((name) => [name, ""] as const));
    expect((await judged(accountsHtml(texts))).status).toBe("unrecognized");
  });

  test("whose prose says otherwise than their tables are told so, but not of another year", async () => {
    const html = (prose: string) =>
      Buffer.from(
        `${Buffer.from(accountsHtml(accountsTexts(ORDINARY)))
          .toString()
          .replace("</body>", `<p>${prose}</p></body>`)}`,
      );
    const income = numberIn(accountsTexts(ORDINARY).get("t1.income.amount") ?? "") ?? 0;
    const right = await judged(html(`2024年度本年收入合计${income}万元，其中财政拨款收入若干。`));
    expect([right.claims, right.findings]).toEqual([
      [{ figure: "t1.income.amount", value: income, text: `本年收入合计${income}万元`, section: 0 }],
      [],
    ]);
    expect((await judged(html(`本年收入合计${income + 1}万元。`))).findings).toMatchObject([
      { code: "CLAIM-DIFFERENT", severity: "warning", cells: ["t1.income.amount"] },
    ]);
    expect((await judged(html(`2023年度本年收入合计${income + 1}万元。`))).claims).toEqual([]);
  });

  test("in 元 keep what is printed, with its unit, and hold", async () => {
    const texts = new Map(
      [...accountsTexts({ ...ORDINARY, decimals: 6 })].map(
        ([name, text]) => [name, (Number(text.replaceAll(",", "")) * 10_000).toFixed(2)] as const,
      ),
    );
    const report = await judged(accountsHtml(texts, { ...USUAL, unit: "元" }));
    expect(report).toMatchObject({ status: "valid", findings: [] });
    expect(report.figures["t1.income.amount"]).toMatchObject({ text: texts.get("t1.income.amount"), unit: "元" });
    expect(profile?.figures.inFormUnit("t1.income.amount", 25_000, "元")).toEqual({ value: 2.5, converted: true });
  });

  test("with a wrong figure are found, and most such figures located", async () => {
    const random = randomFrom(7);
    const located: boolean[] = [];
    for (let seed = 100; seed < (VERIFY ? 140 : 106); seed++) {
      const make = { rows: 20, seed, blanks: seed % 2 === 0, decimals: 2 } as const;
      const names = [...accountsTexts(make)].filter(([, text]) => (numberIn(text) ?? 0) >= 1);
      const [name, text] = names[random(names.length)] as [string, string];
      const wrong = text.replace(/\d/u, (digit) => `${(Number(digit) % 9) + 1}`);
      const report = await judged(accountsHtml(changed({ [name]: wrong }, make)));
      const errors = errorsOf(report);
      expect([name, report.status, errors.some(({ cells }) => cells.includes(name))]).toEqual([name, "invalid", true]);
      located.push(errors.some(({ proposal }) => proposal?.cell === name));
    }
    expect(located.filter((each) => each).length).toBeGreaterThanOrEqual(0.9 * located.length);
  }, 60_000);

  test("with one wrong value in several cells are located in all of them", async () => {
    const texts = accountsTexts(ORDINARY);
    const code = [...texts.keys()].find(
      (name) => /^t5\.\d{7}\.basic$/u.test(name) && (numberIn(texts.get(name) ?? "") ?? 0) > 100,
    );
    const row = code?.split(".")[1] ?? "";
    const right = texts.get(`t5.${row}.basic`) ?? "";
    const wrong = right.replace(/\d(?=\.)/u, "");
    const same = ["t3", "t5"].map((table) => `${table}.${row}.basic`).filter((name) => texts.get(name) === right);
    expect(same).toHaveLength(2);
    const report = await judged(accountsHtml(changed(Object.fromEntries(same.map((name) => [name, wrong])))));
    const proposals = new Set(errorsOf(report).map(({ proposal }) => proposal?.value));
    expect(proposals).toEqual(new Set([numberIn(right)]));
    expect(errorsOf(report)[0]?.message).toMatch(/同为一个错数/u);
  });

  test("with a figure in doubt accuse nobody by it", async () => {
    const texts = changed({ "t3.total.basic": "1.00" });
    const bytes = accountsHtml(texts);
    const flat = await secondReading(accountsHtml(accountsTexts(ORDINARY)), "html", "flatText");
    const report = bestCandidate({ document: readHtml(bytes), second: flat, recognised: [] }).judge();
    expect(report.uncertain).toContain("t3.total.basic");
    expect(errorsOf(report)).toEqual([]);
    expect(
      report.findings.some(({ code, cells }) => code === "READ-UNSETTLED" && cells.includes("t3.total.basic")),
    ).toBe(true);
    const right = accountsTexts(ORDINARY).get("t3.total.basic");
    expect(report.figures["t3.total.basic"]?.other).toBe(right);
    expect(report.findings.find(({ code }) => code === "READ-DIFFERENT")?.message).toMatch(
      new RegExp(`读作1.00或${right}（3个等式成立）`, "u"),
    );
  });

  test("with a word for a figure, or a row that the form has not, say so", async () => {
    const words = await judged(accountsHtml(changed({ "t1.other.amount": "详见附件" })));
    expect(errorsOf(words)).toMatchObject([{ code: "CELL-TEXT", cells: ["t1.other.amount"] }]);
    const bytes = Buffer.from(
      Buffer.from(accountsHtml(accountsTexts(ORDINARY)))
        .toString()
        .replace("八、其他收入", "八、捐赠资金"),
    );
    const strange = await judged(bytes);
    expect(strange.findings.map(({ code }) => code)).toContain("TABLE-STRANGE");
    expect([strange.status, strange.uncertain]).toEqual(["needs-review", ["t1.other.amount"]]);
  });

  /** A web page with other words in the table of the general budget, the fifth. */
  function inFifth(from: string, to: string): Uint8Array {
    const html = Buffer.from(accountsHtml(accountsTexts(ORDINARY))).toString();
    const at = html.indexOf("一般公共预算财政拨款支出决算表");
    expect(html.indexOf(from, at)).toBeGreaterThan(at);
    return Buffer.from(html.slice(0, at) + html.slice(at).replace(from, to));
  }

  test("in which a code is called otherwise than in another table say so, but not of a name that is cut or wrapped", async () => {
    expect((await judged(inFifth("社会保障和就业支出", "卫生健康支出"))).findings).toMatchObject([
      { code: "NAME-DIFFERENT", severity: "warning", cells: ["t2.208", "t5.208"] },
    ]);
    expect((await judged(inFifth("社会保障和就业支出", "社会保障和\n就业"))).findings).toEqual([]);
  });

  test("in which a name stands under a code with two digits that changed places say so", async () => {
    expect((await judged(inFifth(">208<", ">280<"))).findings).toContainEqual(
      expect.objectContaining({ code: "CODE-DIFFERENT", severity: "warning", cells: ["t2.208", "t5.280"] }),
    );
  });

  test("with a column whose header is another's leave its figures in doubt, not out", async () => {
    const texts = accountsTexts(ORDINARY);
    const html = Buffer.from(accountsHtml(texts)).toString();
    const at = html.indexOf("政府性基金预算财政拨款收入支出决算表");
    const renamed = html.slice(0, at) + html.slice(at).replace("基本支出", "日常开支");
    const report = await judged(Buffer.from(renamed));
    expect(report.findings.map(({ code }) => code)).toContain("TABLE-STRANGE");
    expect(report.uncertain).toContain("t8.total.basic");
    expect(errorsOf(report)).toEqual([]);
  });

  test("of which one table has a head that nobody knows leave all its figures in doubt", async () => {
    const html = Buffer.from(accountsHtml(accountsTexts(ORDINARY))).toString();
    const report = await judged(
      Buffer.from(html.replace("本年支出合计</td>", "支出</td>").replace("基本支出", "日常")),
    );
    const own = [...accountsTexts(ORDINARY).keys()].filter((name) => name.startsWith("t3."));
    expect(own.filter((name) => !report.uncertain.includes(name))).toEqual([]);
    expect(errorsOf(report)).toEqual([]);
  });

  /** A web page's readings as those of a picture that stands in one, both without what recognition lost. */
  async function pictured(
    bytes: Uint8Array,
    lost: { readonly block?: (block: Block) => Block | null; readonly piece?: RegExp },
  ): Promise<Judgement> {
    const document = readHtml(bytes);
    const blocks = document.blocks.flatMap((block) => (lost.block ? (lost.block(block) ?? []) : block));
    const flat = await secondReading(bytes, "html", "flatText");
    const second = { ...flat, pieces: flat.pieces.filter((piece) => !lost.piece?.test(piece)) };
    return bestCandidate({ document: { ...document, blocks }, second, recognised: [1] }).judge();
  }

  /** Figures that were printed and are neither as printed nor in doubt. */
  const silentIn = ({ tables, uncertain }: Judgement, texts: Texts) =>
    wrongIn(tables, texts).filter(([name]) => !uncertain.includes(String(name)));

  test.each<[what: string, layout: AccountsLayout, glued: (pieces: readonly string[]) => readonly string[]]>([
    ["a figure and the next one", USUAL, (pieces) => joined(pieces, /^[\d,]+\.\d\d$/u, /^[\d,]+\.\d\d$/u)],
    ["a figure and the code behind it", USUAL, (pieces) => joined(pieces, /^[\d,]+\.\d[0-4]$/u, /^\d{5}$/u)],
    ["a code and its name", USUAL, (pieces) => joined(pieces, /^\d{5}$/u, /^\p{Script=Han}+$/u)],
    ["a label and its line's number", MINISTRY, (pieces) => joined(pieces, /^[一二三]、\p{Script=Han}+$/u, /^\d\d$/u)],
  ])("are certain where %s are drawn without a gap in narrow columns", async (_, layout, glued) => {
    const texts = accountsTexts(ORDINARY);
    const bytes = accountsHtml(texts, layout);
    const flat = await secondReading(bytes, "html", "flatText");
    const pieces = glued(flat.pieces);
    expect(pieces.length).toBeLessThan(flat.pieces.length);
    const second = { ...flat, pieces };
    const report = bestCandidate({ document: readHtml(bytes), second, recognised: [] }).judge();
    expect([report.uncertain, wrongIn(report.tables, printedIn(texts, layout))]).toEqual([[], []]);
  });

  test("are certain where the end of a label stands behind its row's figures", async () => {
    const texts = accountsTexts(ORDINARY);
    const bytes = accountsHtml(texts);
    const flat = await secondReading(bytes, "html", "flatText");
    const [begin, end] = ["二、政府性基金预算财", "政拨款收入"];
    const at = flat.pieces.indexOf(begin + end);
    expect(at).toBeGreaterThan(0);
    const pieces = [...flat.pieces.slice(0, at), begin, flat.pieces[at + 1] ?? "", end, ...flat.pieces.slice(at + 2)];
    const second = { ...flat, pieces };
    const report = bestCandidate({ document: readHtml(bytes), second, recognised: [] }).judge();
    expect([report.uncertain, wrongIn(report.tables, texts)]).toEqual([[], []]);
  });

  test("in aligned text, with line numbers beside panels that are blank, are read as printed", async () => {
    const texts = accountsTexts({ ...SMALL, blanks: true });
    const [blank, other] = ["t4.openingGeneral.amount", "t4.openingCapital.amount"].map((name) => texts.get(name));
    expect([blank, other]).toContain("");
    const bytes = accountsTxt(texts, MINISTRY, (rows) => alignedTable(rows, true));
    const { report } = await processed("aligned.txt", bytes);
    expect([report.status, wrongIn(report.tables, printedIn(texts, MINISTRY))]).toEqual(["valid", []]);
  });

  test("with headers that stand in two cells, as a page's end cuts them, are read as printed", async () => {
    const texts = accountsTexts(ORDINARY);
    const html = Buffer.from(accountsHtml(texts, MINISTRY)).toString();
    const cut = html
      .replaceAll('rowspan="2">因公出国\n（境）费<', ">因公出国<")
      .replaceAll('rowspan="2">公务接待费<', ">公务接待<")
      .replaceAll("<td>小计</td>", "<td>（境）费</td><td>小计</td>")
      .replaceAll("运行维护费</td><td>小计", "运行维护费</td><td>费</td><td>小计")
      .replaceAll("运行维护费</td><td>（境）费", "运行维护费</td><td>费</td><td>（境）费")
      .replaceAll("运行维护费</td></tr>", "运行维护费</td><td>费</td></tr>");
    expect(cut).toContain("<td>费</td><td>（境）费</td>");
    const report = await judged(Buffer.from(cut));
    expect(wrongIn(report.tables, printedIn(texts, MINISTRY))).toEqual([]);
  });

  test("with a total whose label reaches over blank cells, not over merged ones, are read as printed", async () => {
    const texts = accountsTexts(ORDINARY);
    const html = Buffer.from(accountsHtml(texts, MINISTRY)).toString();
    const merged = "<td colspan=5>公用经费合计</td>";
    expect(html).toContain(merged);
    const blank = html.replace(merged, `<td>公用经费合计</td>${"<td></td>".repeat(4)}`);
    const report = await judged(Buffer.from(blank));
    expect([report.uncertain, wrongIn(report.tables, printedIn(texts, MINISTRY))]).toEqual([[], []]);
  });

  test("in pictures, without one of their tables, leave its figures in doubt: it may have been overlooked", async () => {
    const report = await pictured(accountsHtml(accountsTexts(ORDINARY)), {
      block: (block) => (isTable(block) && block.columns === 12 ? null : block),
      piece: /三公/u,
    });
    expect(report.uncertain).toContain("t7.row.totalActual");
  });

  test("in pictures, with a table's title lost, leave the figures of codes in doubt that others print", async () => {
    const texts = accountsTexts(ORDINARY);
    const isTitle = (text: string) => text.includes("收入决算表");
    const report = await pictured(accountsHtml(texts), {
      block: (block) => (block.kind === "paragraph" && isTitle(block.text) ? { ...block, text: "口口口口表" } : block),
      piece: /^收入决算表/u,
    });
    const own = [...texts.keys()].filter((name) => name.startsWith("t2."));
    expect(own.filter((name) => !report.uncertain.includes(name))).toEqual([]);
    expect(silentIn(report, texts)).toEqual([]);
  });

  test("in pictures, with the row of a total that neither look found, leave its figures in doubt", async () => {
    const texts = accountsTexts(ORDINARY);
    const html = Buffer.from(accountsHtml(texts)).toString();
    const at = html.indexOf("<td", html.lastIndexOf("<table"));
    const total = html.indexOf("合计</td>", html.indexOf("</tr>", html.indexOf("科目", at)));
    const [begin, end] = [html.lastIndexOf("<tr", total), html.indexOf("</tr>", total)];
    const report = await pictured(Buffer.from(html.slice(0, begin) + html.slice(end + 5)), {});
    expect(silentIn(report, texts)).toEqual([]);
  });

  test("in pictures, with a row that only one look found, leave its sums open", async () => {
    const texts = accountsTexts(ORDINARY);
    const code = [...texts.keys()].find((name) => /^t5\.\d{7}\.total$/u.test(name))?.split(".")[1] ?? "";
    const report = await pictured(accountsHtml(texts), {
      block: (block) => {
        const isOther = !isTable(block) || block.columns !== 5;
        const row = isOther ? undefined : block.cells.find(({ text }) => text === code)?.row;
        return isOther ? block : { ...block, cells: block.cells.filter((cell) => cell.row !== row) };
      },
    });
    expect([errorsOf(report), silentIn(report, texts)]).toEqual([[], []]);
    expect(report.uncertain).toContain(`t5.${code}.total`);
  });

  test("in pictures, with a code that was misread alike twice, leave its figures in doubt and accuse nobody", async () => {
    const texts = accountsTexts(ORDINARY);
    const code = [...texts.keys()].find((name) => /^t5\.\d{7}\.total$/u.test(name))?.split(".")[1] ?? "";
    const report = await pictured(inFifth(`>${code}<`, `>${code.slice(0, 4)}9${code.slice(5)}<`), {});
    expect([errorsOf(report), silentIn(report, texts)]).toEqual([[], []]);
    expect(report.uncertain).toContain(`t5.${code}.total`);
  });

  test("in pictures, with a row that neither look found and a sum misses, leave it in doubt", async () => {
    const texts = accountsTexts(ORDINARY);
    const isLost = (name: string) => /^t5\.\d{7}\.total$/u.test(name) && texts.get(name) !== "0.00";
    const code = [...texts.keys()].find(isLost)?.split(".")[1] ?? "";
    const html = Buffer.from(accountsHtml(texts)).toString();
    const at = html.indexOf(`>${code}<`, html.indexOf("一般公共预算财政拨款支出决算表"));
    const [begin, end] = [html.lastIndexOf("<tr", at), html.indexOf("</tr>", at)];
    const report = await pictured(Buffer.from(html.slice(0, begin) + html.slice(end + 5)), {});
    expect([errorsOf(report), silentIn(report, texts)]).toEqual([[], []]);
    expect(report.uncertain.filter((name) => !name.startsWith(`t5.${code}.`))).toEqual(["organization"]);
  });

  test("in pictures, with a figure of a row that only one look found, leave that one in doubt", async () => {
    const texts = accountsTexts({ ...ORDINARY, blanks: true });
    const amounts = [...texts].filter(([name, text]) => /^t8\.\d{7}\.(?:opening|closing)$/u.test(name) && text !== "");
    const once = amounts.find(([, text]) => [...texts.values()].filter((other) => other === text).length === 1);
    const [name = "", text = ""] = once ?? [];
    const lost = new RegExp(`^${text}$`, "u");
    const report = await pictured(accountsHtml(texts), { piece: lost });
    const inDoubt = ({ uncertain }: Judgement) => uncertain.filter((each) => each.includes(".")).toSorted();
    expect(inDoubt(report)).toEqual([name]);
    const blank = await pictured(accountsHtml(texts), {
      block: (block) =>
        isTable(block)
          ? { ...block, cells: block.cells.map((cell) => (cell.text === text ? { ...cell, text: "" } : cell)) }
          : block,
    });
    const [table, row] = name.split(".");
    const blanks = [...texts].filter(([other, own]) => other.startsWith(`${table}.${row}.`) && own === "");
    expect(inDoubt(blank)).toEqual([name, ...blanks.map(([other]) => other)].toSorted());
  });

  test("in pictures, with 人 read for 入 in titles and headers, are read as printed", async () => {
    const texts = accountsTexts(ORDINARY);
    const html = Buffer.from(accountsHtml(texts))
      .toString()
      .replaceAll(/收入决算表|(?<=>)其他收入(?=<)/gu, (words) => words.replace("入", "人"));
    const report = await pictured(Buffer.from(html), {});
    expect(wrongIn(report.tables, texts)).toEqual([]);
    expect(report.uncertain.filter((name) => name.startsWith("t"))).toEqual([]);
  });

  test("in pictures, with a label misread that two rows have, and a header without its end, are read as printed", async () => {
    const texts = accountsTexts(ORDINARY);
    const html = Buffer.from(accountsHtml(texts)).toString();
    const at = html.lastIndexOf("一、一般公共预算财政拨款<");
    const misread = `${html.slice(0, at)}一、—${html.slice(at + 3)}`;
    const last = misread.lastIndexOf("年末结转和结余");
    const report = await pictured(Buffer.from(`${misread.slice(0, last + 5)}${misread.slice(last + 7)}`), {});
    expect(report.findings.map(({ code }) => code)).not.toContain("TABLE-STRANGE");
    expect(wrongIn(report.tables, texts)).toEqual([]);
  });

  test("in pictures, without the line of a unit, are not said to lack it", async () => {
    const html = Buffer.from(accountsHtml(accountsTexts(ORDINARY))).toString();
    const at = html.lastIndexOf("单位：万元");
    const { findings } = await pictured(Buffer.from(html.slice(0, at) + html.slice(at + 5)), {
      block: (block) =>
        isTable(block) ? { ...block, cells: block.cells.map((cell) => ({ ...cell, confidence: 0.99 })) } : block,
    });
    const [told] = findings.filter(({ code }) => code === "UNIT-MISSING");
    expect(told?.message).toContain("没有读到金额单位");
  });

  test("without a second reading leave every figure in doubt", () => {
    const document = readHtml(accountsHtml(accountsTexts(ORDINARY)));
    const report = bestCandidate({ document, second: null, recognised: [] }).judge();
    expect(report.status).toBe("needs-review");
    expect(Object.keys(report.figures).every((name) => report.uncertain.includes(name))).toBe(true);
  });

  test("are judged anew by what people say, and without a word as they were read", async () => {
    const right = accountsTexts(ORDINARY).get("t1.income.amount") ?? "";
    const bytes = accountsHtml(changed({ "t1.income.amount": "1.00" }));
    const [document, read] = [readHtml(bytes), await judged(bytes)];
    expect(profile?.reviewed(read, document, NO_ANSWERS)).toEqual(read);
    const figures = new Map([["t1.income.amount", numberIn(right) as number]]);
    expect(profile?.reviewed(read, document, { ...NO_ANSWERS, figures })).toMatchObject({
      status: "valid",
      findings: [],
    });
  });

  test("have each of their tables laid out with all its figures", async () => {
    const texts = accountsTexts(ORDINARY);
    const { tables } = await judged(accountsHtml(texts));
    const laid = (profile?.words.tables ?? []).flatMap(({ key }) =>
      (profile?.layout.table(key, tables ?? {})?.body ?? [])
        .flat()
        .flatMap(({ kind, name }) => (kind === "figure" ? [name] : [])),
    );
    expect(laid.toSorted()).toEqual([...texts.keys()].toSorted());
  });
});

test("a first table alone is told for no final account: its words stand in many others", async () => {
  const document = readHtml(accountsHtml(accountsTexts(ORDINARY)));
  const first = document.blocks.findIndex(isTable);
  const cut = { ...document, blocks: document.blocks.slice(0, first + 1) };
  expect(profile?.read({ document: cut, second: null, recognised: [] })).toBeNull();
});
