import * as z from "zod";
import type { Profiles } from "../../lib/catalog/profiles.ts";
import type { Profile } from "../../lib/profiles/profile.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import { type MadeReport, makeReport } from "./catalog.ts";

/** A second family of documents beside the first, and reports of both. */

export const [FIRST] = PROFILES;
export const FIGURE = "budget.total.amount";

export const SECOND: Profile = {
  ...FIRST,
  id: "accounts",
  name: "部门决算",
  catalogKey: "accounts",
  schema: {
    ...FIRST.schema,
    tables: z.strictObject({ budget: z.strictObject({ total: z.strictObject({ amount: z.number().nullable() }) }) }),
  },
  figures: {
    ...FIRST.figures,
    names: [FIGURE],
    inFormUnit: (_, value) => ({ value, converted: false }),
    isMain: () => true,
  },
  words: {
    ...FIRST.words,
    tables: [{ key: "budget", name: "第一张表", title: "收入支出决算总表" }],
    figure: () => "本年支出合计",
    cell: () => "本年支出合计",
    cellInTable: () => "本年支出合计",
    figureGroup: () => "本年支出合计",
  },
  relations: () => [],
  history: {
    rules: [],
    judge: (previous, current) => [
      {
        code: "BUDGET",
        severity: "info",
        message: "与上年不同。",
        cells: [FIGURE],
        expected: previous.tables?.budget?.total?.amount ?? 0,
        actual: current.tables?.budget?.total?.amount ?? 0,
      },
    ],
  },
};
export const FAMILIES: Profiles = [FIRST, SECOND];

const OFFICE = { organization: "甲局", division: "370102" };
export const disclosed = (more: Partial<MadeReport> = {}): Report => makeReport({ ...OFFICE, year: 2024, ...more });
export const accounts = (amount: number, more: Partial<MadeReport> = {}): Report =>
  ({
    ...disclosed({ variant: `决算${amount}`, ...more }),
    profile: SECOND.id,
    tables: { budget: { total: { amount } } },
    figures: { [FIGURE]: { text: `${amount}`, where: { paragraph: 0 }, confidence: 1 } },
    template: null,
  }) as unknown as Report;
