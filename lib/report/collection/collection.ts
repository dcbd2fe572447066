import type { FigureName } from "../../profiles/common/facts.ts";
import { partsOf, tableOf, valueIn } from "../../profiles/common/figure-name.ts";
import type { Tables } from "../../profiles/judgement.ts";
import type { FormTable, Profile, Relation } from "../../profiles/profile.ts";
import { reviewsIn } from "../report-reviews.ts";
import { lastReviewWords } from "../review-words.ts";
import { contentOf } from "../rows.ts";
import type { Report } from "../schema.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { addDecimals, contributionOf } from "./contribution.ts";

/**
 * The official tables of many reports of one family and year added up. A table is added up by its own form: tables of
 * another form of the same year are a sum beside it. What is not in a sum is named.
 */

/** What the reports of a collection say in one figure. */
export interface Sum {
  /** Of those that say it with certainty, in the form's unit. */
  readonly sum: number;
  /** Reports in the sum. */
  readonly counted: number;
  /** Reports of which the figure had to be left out. */
  readonly leftOut: number;
}

/** A relation of the form, asked of the sums. */
export interface Check extends Relation {
  readonly leftSum: number;
  readonly rightSum: number;
  readonly holds: boolean;
  /** Figures of some reports are in none of the sums: a relation that does not hold may be broken by that alone. */
  readonly partial: boolean;
}

export interface CollectedTable {
  readonly key: string;
  /** 第二部分表格; where the same table was handed in by several forms, with its form. */
  readonly name: string;
  readonly title: string;
  readonly layout: FormTable;
  readonly sums: ReadonlyMap<FigureName, Sum>;
  readonly checks: readonly Check[];
  /** Reports in the table. */
  readonly reports: number;
}

/** A report that was looked at. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly division: { readonly code: string; readonly name: string } | null;
  readonly status: Report["status"];
  readonly counted: boolean;
  /** Why it is not in the sums, or what is to be known of one that is; empty where nothing is. */
  readonly remark: string;
}

/** A figure of a counted report that is in no sum. */
export interface LeftOut {
  readonly organization: string | null;
  readonly name: string;
  readonly figure: FigureName;
  readonly text: string;
  readonly reason: string;
}

export interface Collection {
  readonly profile: Profile;
  readonly year: number;
  readonly tables: readonly CollectedTable[];
  readonly members: readonly Member[];
  readonly leftOut: readonly LeftOut[];
}

interface Form {
  readonly template: string | null;
  readonly names: readonly FigureName[];
  readonly sums: Map<FigureName, { sum: number; counted: number; leftOut: number }>;
  reports: number;
}

/** Whether a report is in the sums, and what is to be said of it. */
function membership(report: Report, { profile, year, chosen }: Asked): { counted: boolean; remark: string } {
  if (report.profile !== profile.id) return { counted: false, remark: `不是${profile.name}，或者无法读取` };
  if (report.year !== year) return { counted: false, remark: "不是这一年度的" };
  if (report.status === "valid") return { counted: true, remark: "" };
  const why = report.status === "invalid" ? "有误须退回" : "有待核对的内容";
  return chosen.has(report.id) ? { counted: true, remark: `${why}，经选择计入` } : { counted: false, remark: why };
}

interface Asked {
  readonly profile: Profile;
  readonly year: number;
  /** Ids of reports that count although they are not valid. */
  readonly chosen: ReadonlySet<string>;
}

/** Adds up what is handed to `add`, one report at a time. */
export function openCollection(asked: Asked): {
  readonly add: (report: Report) => void;
  readonly result: () => Collection;
} {
  const { profile, year } = asked;
  const indexes = new Map(profile.figures.names.map((name, index) => [name, index]));
  const forms = new Map<string, Map<string, Form>>();
  const members: Member[] = [];
  const leftOut: LeftOut[] = [];

  const formOf = (table: string, report: Report, tables: Tables): Form => {
    const names = Object.entries(tables[table] ?? {}).flatMap(([row, columns]) =>
      Object.keys(columns).map((column) => `${table}.${row}.${column}`),
    );
    const ofTable = forms.get(table) ?? new Map<string, Form>();
    forms.set(table, ofTable);
    const key = names.join(" ");
    const form = ofTable.get(key) ?? { template: report.template, names, sums: new Map(), reports: 0 };
    ofTable.set(key, form);
    return form;
  };

  const addTable = (report: Report, table: string, tables: Tables, figures: readonly (number | "" | "?" | null)[]) => {
    const form = formOf(table, report, tables);
    form.reports += 1;
    for (const name of form.names) {
      const value = figures[indexes.get(name) ?? -1] ?? null;
      const sum = form.sums.get(name) ?? { sum: 0, counted: 0, leftOut: 0 };
      form.sums.set(name, sum);
      if (typeof value === "number") {
        sum.sum = addDecimals(sum.sum, value);
        sum.counted += 1;
      } else {
        sum.leftOut += 1;
        leftOut.push(leftOutOf(report, name));
      }
    }
  };

  return {
    add: (report) => {
      const { counted, remark } = membership(report, asked);
      const tables: Tables = report.tables ?? {};
      const unread = counted
        ? profile.words.tables.filter(({ key }) => Object.keys(tables[key] ?? {}).length === 0)
        : [];
      const word = lastReviewWords(report);
      const reviewed = word === null ? "" : `${reviewsIn(report).length}处${word}`;
      const remarks = [remark, reviewed, ...unread.map(({ name }) => `${name}的格式未能断定，没有计入`)];
      members.push(memberOf(report, counted, remarks.filter((each) => each !== "").join("；")));
      if (!counted) return;
      const { figures } = contributionOf(report, profile);
      for (const { key } of profile.words.tables)
        if (!unread.some((each) => each.key === key)) addTable(report, key, tables, figures);
    },
    result: () => ({
      profile,
      year,
      members,
      leftOut,
      tables: profile.words.tables.flatMap(({ key }) => {
        const all = [...(forms.get(key)?.values() ?? [])].toSorted((a, b) => b.reports - a.reports);
        return all.flatMap((form, index) => tableOfForm(profile, key, form, all.length > 1 ? index + 1 : null) ?? []);
      }),
    }),
  };
}

const memberOf = (report: Report, counted: boolean, remark: string): Member => ({
  id: report.id,
  name: report.source.name,
  organization: report.organization?.name ?? null,
  division: report.organization?.division ?? null,
  status: report.status,
  counted,
  remark,
});

function leftOutOf(report: Report, figure: FigureName): LeftOut {
  const cell = report.figures[figure] ?? report.blanks[figure];
  const doubtful = report.uncertain.some((name) => name === figure);
  const content = contentOf(report, figure);
  return {
    organization: report.organization?.name ?? null,
    name: report.source.name,
    figure,
    text: cell?.text ?? "",
    reason: doubtful ? "待核对" : content === "数字" ? `单位为${cell?.unit}，无法换算` : content,
  };
}

/** @param number of the form, where the table was handed in by several */
function tableOfForm(profile: Profile, key: string, form: Form, number: number | null): CollectedTable | null {
  const words = profile.words.tables.find((table) => table.key === key);
  const tables = tablesOf(form);
  const layout = profile.layout.table(key, tables);
  if (!words || !layout) return null;
  const template = form.template === null ? undefined : profile.words.templates[form.template];
  return {
    key,
    name: number === null ? words.name : `${words.name}（${template ?? `格式${number}`}）`,
    title: words.title,
    layout,
    sums: form.sums,
    checks: profile
      .relations(tables)
      .filter(({ left, right }) => [...left, ...right].every((name) => tableOf(name) === key))
      .map((relation) => checked(relation, form, tables)),
    reports: form.reports,
  };
}

function tablesOf({ sums }: Form): Tables {
  const tables: Record<string, Record<string, Record<string, number>>> = {};
  for (const [name, { sum }] of sums) {
    const { table, row, column } = partsOf(name);
    tables[table] ??= {};
    tables[table][row] = { ...tables[table][row], [column]: sum };
  }
  return tables;
}

function checked(relation: Relation, { sums }: Form, tables: Tables): Check {
  const add = (names: readonly FigureName[]) =>
    names.reduce((sum, name) => addDecimals(sum, valueIn(tables, name) ?? 0), 0);
  const [leftSum, rightSum] = [add(relation.left), add(relation.right)];
  const partial = [...relation.left, ...relation.right].some((name) => (sums.get(name)?.leftOut ?? 0) > 0);
  return { ...relation, leftSum, rightSum, holds: leftSum === rightSum, partial };
}

/** How many reports are in the sums and how many are not, by what became of them. */
export function countsOf({ members }: Collection): string {
  const by = (counted: boolean) => {
    const own = members.filter((member) => member.counted === counted);
    const statuses = [...new Set(own.map(({ status }) => status))];
    const words = statuses.map(
      (status) => `${STATUS_WORDS[status]}${own.filter((member) => member.status === status).length}份`,
    );
    return { count: own.length, words: words.length > 0 ? `（${words.join("，")}）` : "" };
  };
  const [counted, others] = [by(true), by(false)];
  return `计入${counted.count}份${counted.words}，未计入${others.count}份${others.words}`;
}
