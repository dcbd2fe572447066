import { createHash } from "node:crypto";
import { partsOf } from "../common/figure-name.ts";
import { type Form, fixedFigures, formOf, parseForm } from "../common/form/form.ts";
import type { FormFile } from "../common/form/form-file.ts";
import { unitOf } from "../common/form/names.ts";
import { inWan } from "../common/money.ts";
import type { Figures, Profile } from "../profile.ts";
import { historyOf } from "./history.ts";
import { readForm } from "./judge.ts";
import { layoutOf } from "./layout.ts";
import { lintForm } from "./lint.ts";
import { reportPart } from "./report-part.ts";
import { reviewedAs } from "./reviewed.ts";
import { headOf, rulesOf } from "./rules.ts";
import { wordsOf } from "./words.ts";

/** Shorter labels are near to many words of other families. */
const SHORTEST_LABEL = 6;

const labelsOf = ({ tables }: Form): readonly string[] =>
  tables
    .flatMap(({ title, panels }) => [
      title,
      ...panels.flatMap(({ rows, columns }) => [
        ...(rows ?? []).map(({ label }) => label),
        ...columns.map(({ label }) => label.split("：").at(-1) ?? label),
      ]),
    ])
    .filter(({ length }) => length >= SHORTEST_LABEL);

function figuresOf(form: Form): Figures {
  const listed = new Set([...form.lists.values()].flat());
  return {
    // Rows with codes are another set in each document: they are added up nowhere.
    names: fixedFigures(form),
    inFormUnit: (name, value, unit) => {
      const own = unitOf(form, name);
      if (unit === own) return { value, converted: false };
      const [amount, one] = [inWan(value, unit), inWan(1, own)];
      return amount === null || one === null ? null : { value: amount / one, converted: true };
    },
    composites: {},
    isMain: (name) => !listed.has(partsOf(name).row),
  };
}

/** The same of a file of one's own; null for one that can't be used. */
export const usableProfile = (data: unknown): Profile | null =>
  lintForm(data).length === 0 ? declaredProfile(data) : null;

/** A family of documents from its form file. @throws ZodError for a file that is none */
export const declaredProfile = (data: unknown): Profile => profileFrom(parseForm(data), data);

/** The same of a file of ours: tests hold it to the schema, and programs start without doing so. */
export const ourProfile = (data: unknown): Profile => profileFrom(formOf(data as FormFile), data);

function profileFrom(form: Form, data: unknown): Profile {
  const rules = rulesOf(form);
  return {
    id: form.id,
    name: form.title,
    catalogKey: form.id,
    vocabulary: { labels: labelsOf(form), correct: (line) => line },
    read: (reading) => readForm(form, rules, reading),
    reviewed: (read, document, answers) => reviewedAs(form, rules, read, document, answers),
    rules,
    history: historyOf(
      form,
      form.yearChecks.map((check) => headOf(check, form)),
    ),
    schema: reportPart(form),
    formHash: createHash("sha256").update(JSON.stringify(data)).digest("hex"),
    figures: figuresOf(form),
    words: wordsOf(form),
    layout: layoutOf(form),
    // Sums of figures that were rounded each by itself are as far apart as chance will have it.
    relations: () => [],
  };
}
