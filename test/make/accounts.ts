import finalAccounts from "../../forms/final-accounts.json" with { type: "json" };
import type { FigureName } from "../../lib/profiles/common/facts.ts";
import { type Form, parseForm } from "../../lib/profiles/common/form/form.ts";

/**
 * Final accounts of a department whose money adds up to the fen, printed as they are in earnest: each figure rounded by
 * itself, zeros as 0.00 or as nothing.
 */

export const FORM: Form = parseForm(finalAccounts);

export interface MakeAccounts {
  /** Rows of the expenditure table, about. */
  readonly rows: number;
  readonly seed: number;
  /** Zeros are nothing, or 0.00. */
  readonly blanks: boolean;
  /** Decimals printed, 2 or 6 of 万元. */
  readonly decimals: 2 | 6;
}

export const ORDINARY: MakeAccounts = { rows: 40, seed: 1, blanks: false, decimals: 2 };

/** Numbers that follow from a seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Fen in a 万元. */
const WAN = 1_000_000;

/** A figure as printed: rounded by itself. */
function printed(fen: number, { blanks, decimals }: MakeAccounts): string {
  if (fen === 0) return blanks ? "" : (0).toFixed(decimals);
  const unit = 10 ** (6 - decimals);
  const digits = String(Math.round(fen / unit)).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/gu, ",")}.${digits.slice(-decimals)}`;
}

type Fund = "general" | "fund" | "capital";

/** What is spent under a code without others below it, in fen. */
interface Leaf {
  readonly code: string;
  readonly fund: Fund;
  readonly basic: number;
  readonly project: number;
  /** Spent of the office's own business income. */
  readonly own: number;
  /** Carried over from the year before, and to the next. */
  readonly opening: number;
  readonly closing: number;
}

const CLASSES = ["208", "210", "211", "213", "215", "220", "221"];

function leavesOf({ rows, seed }: MakeAccounts): Leaf[] {
  const random = randomFrom(seed);
  const leaves: Leaf[] = [];
  const add = (code: string, fund: Fund) => {
    const basic = fund === "general" && random(3) > 0 ? random(900 * WAN) : 0;
    const project = random(2) > 0 || basic === 0 ? 1 + random(400 * WAN) : 0;
    const opening = fund === "fund" ? random(50 * WAN) : 0;
    leaves.push({
      code,
      fund,
      basic,
      project,
      own: fund === "general" && random(6) === 0 ? random(30 * WAN) : 0,
      opening,
      closing: fund === "fund" ? random(20 * WAN) : 0,
    });
  };
  // A class, two or so of its groups and their items make about as many rows as there are asked for.
  for (let count = 0, at = 0; count < rows - 6; at++) {
    const group = `${CLASSES[at % CLASSES.length]}${String(1 + Math.floor(at / CLASSES.length)).padStart(2, "0")}`;
    const items = 1 + random(4);
    for (let item = 1; item <= items; item++) add(`${group}${String(item).padStart(2, "0")}`, "general");
    count += items + 1 + (at < CLASSES.length ? 1 : 0);
  }
  add("2120801", "fund");
  add("2120899", "fund");
  add("2230101", "capital");
  return leaves.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

const sum = <T>(all: readonly T[], of: (each: T) => number): number => all.reduce((total, each) => total + of(each), 0);

/** Codes of all levels of some leaves. */
const codesOf = (leaves: readonly Leaf[]): string[] =>
  [...new Set(leaves.flatMap(({ code }) => [code.slice(0, 3), code.slice(0, 5), code]))].toSorted();

/** Every figure of the nine tables as printed, by its name. */
export function accountsTexts(make: MakeAccounts): Map<FigureName, string> {
  const leaves = leavesOf(make);
  const random = randomFrom(make.seed + 1);
  const figures = new Map<FigureName, number>();
  const put = (table: string, row: string, values: Readonly<Record<string, number>>) => {
    for (const [column, value] of Object.entries(values)) figures.set(`${table}.${row}.${column}`, value);
  };
  const of = (fund: Fund) => leaves.filter((leaf) => leaf.fund === fund);
  const spentOf = (leaf: Leaf) => leaf.basic + leaf.project;
  const incomeOf = (leaf: Leaf) => spentOf(leaf) + leaf.closing - leaf.opening;
  const coded = (table: string, own: readonly Leaf[], values: (below: readonly Leaf[]) => Record<string, number>) => {
    put(table, "total", values(own));
    for (const code of codesOf(own)) put(table, code, values(own.filter((leaf) => leaf.code.startsWith(code))));
  };
  coded("t2", leaves, (own) => {
    const [appropriation, business] = [sum(own, incomeOf), sum(own, (leaf) => leaf.own)];
    const none = { superior: 0, operating: 0, subordinate: 0, other: 0 };
    return { total: appropriation + business, appropriation, business, ...none };
  });
  coded("t3", leaves, (own) => {
    const [basic, project] = [sum(own, (leaf) => leaf.basic + leaf.own), sum(own, (leaf) => leaf.project)];
    return { total: basic + project, basic, project, toSuperior: 0, operating: 0, toSubordinate: 0 };
  });
  const spending = (own: readonly Leaf[]) => ({
    total: sum(own, spentOf),
    basic: sum(own, (leaf) => leaf.basic),
    project: sum(own, (leaf) => leaf.project),
  });
  coded("t5", of("general"), spending);
  for (const [table, fund] of [
    ["t8", "fund"],
    ["t9", "capital"],
  ] as const)
    coded(table, of(fund), (own) => ({
      ...spending(own),
      opening: sum(own, (leaf) => leaf.opening),
      income: sum(own, incomeOf),
      closing: sum(own, (leaf) => leaf.closing),
    }));

  const income = {
    general: sum(of("general"), incomeOf),
    fund: sum(of("fund"), incomeOf),
    capital: sum(of("capital"), incomeOf),
  };
  const granted = income.general + income.fund + income.capital;
  const business = sum(leaves, (leaf) => leaf.own);
  const [opening, closing] = [sum(leaves, (leaf) => leaf.opening), sum(leaves, (leaf) => leaf.closing)];
  const spent = sum(leaves, (leaf) => spentOf(leaf) + leaf.own);
  const amounts = (table: string, rows: Readonly<Record<string, number>>) => {
    for (const [row, amount] of Object.entries(rows)) put(table, row, { amount });
  };
  amounts("t1", { ...income, superior: 0, business, operating: 0, subordinate: 0, other: 0 });
  amounts("t1", { income: granted + business, surplus: 0, opening, sources: granted + business + opening });
  amounts("t1", { spent, allotted: 0, closing, uses: spent + closing });
  amounts("t4", { ...income, income: granted, opening, openingGeneral: 0, openingFund: opening, openingCapital: 0 });
  amounts("t4", { sources: granted + opening });
  const byFund = (value: (leaf: Leaf) => number, own = leaves) => {
    const [general, fund, capital] = (["general", "fund", "capital"] as const).map((each) =>
      sum(
        own.filter((leaf) => leaf.fund === each),
        value,
      ),
    ) as [number, number, number];
    return { total: general + fund + capital, general, fund, capital };
  };
  put("t4", "spent", byFund(spentOf));
  put(
    "t4",
    "closing",
    byFund((leaf) => leaf.closing),
  );
  put(
    "t4",
    "uses",
    byFund((leaf) => spentOf(leaf) + leaf.closing),
  );
  for (const row of FORM.lists.get("functions") ?? []) {
    const own = leaves.filter((leaf) => leaf.code.startsWith(row));
    put("t1", row, { amount: sum(own, (leaf) => spentOf(leaf) + leaf.own) });
    put("t4", row, byFund(spentOf, own));
  }
  economic(
    sum(of("general"), (leaf) => leaf.basic),
    random,
    put,
  );
  publicCars(figures, random, put);
  return new Map([...figures].map(([name, fen]) => [name, printed(fen, make)]));
}

type Put = (table: string, row: string, values: Readonly<Record<string, number>>) => void;

const ECONOMIC: Readonly<Record<string, readonly string[]>> = {
  "301": ["30101", "30102", "30103", "30107", "30108", "30113", "30199"],
  "302": ["30201", "30205", "30207", "30211", "30212", "30217", "30231", "30299"],
  "303": ["30301", "30302", "30399"],
  "310": ["31002", "31013"],
};

/** Table 6: the basic expenditure by what it is spent on. */
function economic(basic: number, random: (below: number) => number, put: Put): void {
  const items = Object.values(ECONOMIC).flat();
  let left = basic;
  const spent = new Map(
    items.map((code, index) => {
      const amount = index === items.length - 1 ? 0 : random(1 + Math.floor(left / 4));
      left -= amount;
      return [code, amount] as const;
    }),
  );
  spent.set("30101", (spent.get("30101") ?? 0) + left);
  const totals = Object.entries(ECONOMIC).map(
    ([code, own]) => [code, sum(own, (each) => spent.get(each) ?? 0)] as const,
  );
  for (const [code, amount] of [...spent, ...totals]) put("t6", code, { amount });
  const total = (...codes: string[]) =>
    sum(
      totals.filter(([code]) => codes.includes(code)),
      ([, amount]) => amount,
    );
  put("t6", "staff", { amount: total("301", "303") });
  put("t6", "running", { amount: total("302", "310") });
}

/** Table 7: at least what table 6 has of it. */
function publicCars(figures: ReadonlyMap<FigureName, number>, random: (below: number) => number, put: Put): void {
  const spent = (code: string) => (figures.get(`t6.${code}.amount`) ?? 0) + random(WAN);
  const row = (suffix: string, [abroad, purchase, running, reception]: readonly number[]) => {
    const parts = { abroad: abroad ?? 0, purchase: purchase ?? 0, running: running ?? 0, reception: reception ?? 0 };
    const vehicles = parts.purchase + parts.running;
    const all = { ...parts, vehicles, total: parts.abroad + vehicles + parts.reception };
    put("t7", "row", Object.fromEntries(Object.entries(all).map(([key, value]) => [`${key}${suffix}`, value])));
  };
  const actual = ["30212", "31013", "30231", "30217"].map(spent);
  row("Actual", actual);
  row(
    "Budget",
    actual.map((amount) => amount + random(2 * WAN)),
  );
}
