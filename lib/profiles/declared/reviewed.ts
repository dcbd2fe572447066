import type { Document } from "../../document/document.ts";
import type { Answers } from "../answers.ts";
import { divisionOf } from "../common/divisions.ts";
import { valuesOf } from "../common/figure-name.ts";
import type { Form } from "../common/form/form.ts";
import { accusingAsBefore, askedAgain, doubtsLeft, findingsLeft } from "../common/reviewed.ts";
import { answeredCells, figuresReviewed } from "../common/reviewed-cells.ts";
import { findingsOf } from "../common/rule.ts";
import { type Judgement, statusOf } from "../judgement.ts";
import { factsOf, gather, withEquations } from "./facts.ts";
import { lookAtTables } from "./first-look.ts";
import { tablesOf } from "./judge.ts";
import type { FormRule } from "./rules.ts";
import { labelIn } from "./words.ts";

/** The report with what people say of its original: the facts of the first look with their answers, judged anew. */
export function reviewedAs(
  form: Form,
  rules: readonly FormRule[],
  read: Judgement,
  document: Document,
  answers: Answers,
): Judgement {
  // What is in doubt was settled when it was read.
  const before = gather(form, document, { looks: lookAtTables(document, form), streams: null, inPictures: false }).read;
  const names = valuesOf(read.tables).map(([name]) => name);
  const cells = answeredCells(before.cells, new Set(names), answers, document);
  const uncertain = doubtsLeft(read.uncertain, answers);
  const facts = factsOf({ ...before, names, cells }, new Set(uncertain));
  const findings = [
    ...accusingAsBefore(findingsOf(rules, facts), read),
    ...findingsLeft(read.findings, rules, answers),
    ...askedAgain(answers.asked, (name) => labelIn(form, name)),
  ];
  const year = answers.year ?? read.year;
  const name = answers.organization;
  return {
    ...read,
    status: statusOf({ uncertain, findings }),
    organization: name === null ? read.organization : { name, division: divisionOf(name, "", year) },
    year,
    tables: tablesOf(form, names, cells),
    figures: withEquations(
      figuresReviewed(names, cells, (cell) => cell.value !== null, read.figures, answers),
      facts,
    ),
    blanks: figuresReviewed(names, cells, (cell) => cell.value === null, read.blanks, answers),
    findings,
    uncertain,
  };
}
