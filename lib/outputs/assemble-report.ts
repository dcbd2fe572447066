import { maskPersonalNumbers } from "../profiles/disclosure/personal.ts";
import { type Judgement, UNRECOGNIZED } from "../profiles/judgement.ts";
import { type FailedReport, type Report, reportSchema, SCHEMA_VERSION, type Source } from "./report-schema.ts";

/** What a report says besides the judgement. */
export interface Origin {
  readonly engineVersion: string;
  readonly source: Source;
}

const { status: _, ...NOTHING } = UNRECOGNIZED;

const head = ({ engineVersion, source }: Origin) => ({ schemaVersion: SCHEMA_VERSION, engineVersion, id: source.sha256, source });

const masked = <T extends string | null | undefined>(text: T): T => (typeof text === "string" ? (maskPersonalNumbers(text) as T) : text);

/**
 * The report of a readable document. This is the one place where personal numbers are masked: whatever is made from a report holds none.
 * (The file's name is kept, since results are filed under it; so are the table's figures, which are the numbers reported.)
 * Throws ZodError where a judgement breaks the schema: better no report than one that says something it must not.
 */
export function assembleReport(judgement: Judgement, origin: Origin): Report {
  if (judgement.status === "unrecognized") return reportSchema.parse({ ...head(origin), status: "unrecognized", ...NOTHING });
  const { organization } = judgement;
  return reportSchema.parse({
    ...head(origin),
    status: judgement.status,
    profile: judgement.profile,
    title: masked(judgement.title),
    organization: organization && { ...organization, name: masked(organization.name) },
    year: judgement.year,
    period: judgement.period,
    template: judgement.template,
    sections: judgement.sections.map((section) => ({
      ...section,
      title: masked(section.title),
      printed: masked(section.printed),
      text: masked(section.text),
    })),
    tables: judgement.tables,
    figures: judgement.figures,
    blanks: Object.fromEntries(Object.entries(judgement.blanks ?? {}).map(([name, cell]) => [name, { ...cell, text: masked(cell.text) }])),
    claims: judgement.claims.map((claim) => ({ ...claim, text: masked(claim.text) })),
    findings: judgement.findings.map((finding) => ({ ...finding, message: masked(finding.message), quote: masked(finding.quote) })),
    uncertain: judgement.uncertain,
  });
}

/** The report of a file that could not be read. `message` is a sentence for the clerk. */
export function assembleFailure(error: FailedReport["error"], origin: Origin): Report {
  return reportSchema.parse({ ...head(origin), status: "failed", ...NOTHING, error: { ...error, message: masked(error.message) } });
}

/** report.json: one line, UTF-8. */
export const reportJson = (report: Report): string => `${JSON.stringify(report)}\n`;
