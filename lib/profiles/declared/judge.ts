import { once } from "../../once.ts";
import { cellReasons, type Doubted, doubt, readOnceReason, toldBy, unreadReason } from "../common/doubts.ts";
import type { BoundCell, FigureName } from "../common/facts.ts";
import { partsOf, tableOf } from "../common/figure-name.ts";
import { figuresOf } from "../common/figures.ts";
import { type Form, isField } from "../common/form/form.ts";
import { likenessOf } from "../common/likeness.ts";
import { withRecognition } from "../common/recognised.ts";
import { type Finding, findingsOf } from "../common/rule.ts";
import { type Judgement, statusOf } from "../judgement.ts";
import type { Candidate, DocumentReading } from "../profile.ts";
import { type FormRead, factsOf, type Gathered, gather, hasNumbers, provenBy, withEquations } from "./facts.ts";
import { lookAtTables } from "./first-look.ts";
import type { FormRule } from "./rules.ts";
import { lookAtStream } from "./second-look.ts";
import { labelIn } from "./words.ts";

/**
 * Takes a document for one of a declared form: half of its tables at least are told, by either look, and a number stands
 * in one of them: a form that nobody has filled in is no report.
 */
export function readForm(form: Form, rules: readonly FormRule[], reading: DocumentReading): Candidate | null {
  const { document, second, recognised } = reading;
  const looks = lookAtTables(document, form);
  const streams = second && lookAtStream(second, form);
  const filled = new Set([
    ...[...looks].flatMap(([key, { cells }]) => ([...cells.values()].some(({ value }) => value !== null) ? [key] : [])),
    ...[...(streams ?? [])].flatMap(([key, stream]) => (hasNumbers(stream) ? [key] : [])),
  ]);
  // Labels of fields stand in many documents: tables tell the form.
  const tables = form.tables.filter((table) => !isField(table));
  const found = tables.filter(({ key }) => looks.has(key) || filled.has(key)).length;
  if (2 * found < tables.length || !tables.some(({ key }) => filled.has(key))) return null;
  const gathered = once(() => gather(form, document, { looks, streams, inPictures: recognised.length > 0 }));
  return {
    likeness: likenessOf({
      tables: found,
      ofTables: tables.length,
      headings: 0,
      ofHeadings: 0,
      titled: gathered().read.identity.title !== null,
    }),
    placesToProve: () => {
      const { judged, cells } = factsOf(gathered().read, new Set());
      const broken = judged.filter(({ outcome }) => outcome === "broken");
      const names = broken.flatMap(({ equation }) => [...equation.left, ...equation.right].map(({ figure }) => figure));
      return [...new Set(names)].flatMap((name) => {
        const cell = cells.get(name);
        return cell && cell.value !== null ? [cell.place] : [];
      });
    },
    judge: () => withRecognition(judgedAs(form, rules, gathered()), reading, rules),
  };
}

function judgedAs(form: Form, rules: readonly FormRule[], { read, differences, undecided }: Gathered): Judgement {
  const doubts = uncertaintyOf(read, differences, undecided);
  const facts = factsOf(read, new Set(doubts.names));
  const findings = [...findingsOf(rules, facts), ...doubts.findings];
  const { identity, names, cells } = read;
  return {
    profile: form.id,
    status: statusOf({ uncertain: doubts.names, findings }),
    title: identity.title,
    organization: identity.organization,
    year: identity.year,
    period: null,
    template: form.version,
    sections: [],
    tables: tablesOf(form, names, cells),
    figures: withEquations(
      figuresOf(names, cells, differences, (cell) => cell.value !== null),
      facts,
    ),
    blanks: figuresOf(names, cells, differences, (cell) => cell.value === null),
    claims: read.claims,
    findings,
    uncertain: doubts.names,
  };
}

function uncertaintyOf(
  read: FormRead,
  differences: Gathered["differences"],
  undecided: readonly FigureName[],
): { readonly names: readonly string[]; readonly findings: readonly Finding[] } {
  const { form, names, identity } = read;
  const doubted: Doubted = {
    ...read,
    label: (name) => labelIn(form, name),
    provenBy: provenBy(read),
    tables: (own) => [...new Set(own.map(tableOf))].map((key) => labelIn(form, key)).join("、"),
  };
  const unread = unreadReason(doubted, names);
  const twice = {
    figures: undecided,
    findings: (own: readonly FigureName[]) => [
      doubt("TABLE-UNDECIDED", `${doubted.tables(own)}中有${own.length}个数字出现多次且不同，请对照原件核对。`, own),
    ],
  };
  const { doubtful, findings } = toldBy(
    differences === null
      ? [unread, readOnceReason(names)]
      : [unread, twice, ...cellReasons(doubted, names, differences)],
  );
  if (identity.uncertain.includes("organization"))
    findings.push(doubt("ORGANIZATION-UNKNOWN", `未能确定是哪个部门或单位的${form.title}，请在标题中写明全称。`, []));
  if (identity.uncertain.includes("year"))
    findings.push(doubt("YEAR-UNKNOWN", `未能确定是哪一年度的${form.title}，请在标题中写明年度。`, []));
  return { names: [...names.filter((name) => doubtful.has(name)), ...identity.uncertain], findings };
}

export function tablesOf(
  form: Form,
  names: readonly FigureName[],
  cells: ReadonlyMap<FigureName, BoundCell>,
): NonNullable<Judgement["tables"]> {
  const tables = Object.fromEntries(
    form.tables.map(({ key }) => [key, {} as Record<string, Record<string, number | null>>]),
  );
  for (const name of names) {
    const { table, row, column } = partsOf(name);
    const rows = tables[table];
    if (rows) rows[row] = { ...rows[row], [column]: cells.get(name)?.value ?? null };
  }
  return tables;
}
