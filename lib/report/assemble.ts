import { maskFileName, maskPersonalNumbers } from "../document/personal-numbers.ts";
import { type Judgement, UNRECOGNIZED } from "../profiles/judgement.ts";
import {
  type FailedReport,
  type JudgedReport,
  judgedSchema,
  type Report,
  reportSchema,
  SCHEMA_VERSION,
  type Source,
} from "./schema.ts";

/** What a report says besides the judgement. */
interface Origin {
  readonly engineVersion: string;
  readonly source: Source;
}

const head = ({ engineVersion, source }: Origin) => ({
  schemaVersion: SCHEMA_VERSION,
  engineVersion,
  id: source.sha256,
  source: { ...source, name: maskFileName(source.name) },
});

/** The same with the personal numbers in every text masked. */
function masked<T>(value: T): T {
  if (typeof value === "string") return maskPersonalNumbers(value) as T;
  if (Array.isArray(value)) return value.map(masked) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masked(part)])) as T;
}

/**
 * The report of a readable document. This is the one place where personal numbers are masked, those in the file's name
 * too: whatever is made from a report holds none.
 * @throws ZodError where a judgement breaks the schema: better no report than one that says something it must not
 */
export const assembleReport = (judgement: Judgement, origin: Origin): Report =>
  reportSchema.parse({ ...head(origin), ...UNRECOGNIZED, ...masked(judgement) });

/** A judged report with the judgement that people's words lead to, and those words. @throws ZodError */
export const assembleReviewed = (
  report: JudgedReport,
  judgement: Judgement,
  reviews: readonly Omit<NonNullable<JudgedReport["reviews"]>[number], "kind">[],
): JudgedReport => judgedSchema.parse({ ...report, ...masked(judgement), reviews: masked(reviews) });

/** The report of a file that could not be read. `message` is a sentence for the clerk. */
export const assembleFailure = (error: FailedReport["error"], origin: Origin): Report =>
  reportSchema.parse({ ...head(origin), ...UNRECOGNIZED, status: "failed", error: masked(error) });

/** report.json: one line, UTF-8. */
export const reportJson = (report: Report): string => `${JSON.stringify(report)}\n`;
