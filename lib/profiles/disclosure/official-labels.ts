import { labelKey, officialKey } from "../common/labels.ts";
import {
  APPLICANTS,
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  ORGANIZATIONS,
  PROACTIVE,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
  ROW_HEADING,
} from "./form.ts";

/** Every label that the official forms print, as they print it. */
export const OFFICIAL_LABELS: readonly string[] = [
  ...new Set([
    ...Object.values(PROACTIVE).flatMap((blocks) =>
      blocks.flatMap((block) => [
        block.item,
        ...block.columns.map((column) => column.label),
        ...block.rows.map((row) => row.label),
      ]),
    ),
    ...Object.values(APPLICATION_ROWS).flatMap((rows) => rows.flatMap((row) => row.path)),
    ...APPLICATION_COLUMNS.map((column) => column.label),
    ...REVIEW_ROWS.flatMap((row) => row.path),
    ...REVIEW_COLUMNS.map((column) => column.label),
    ROW_HEADING,
    APPLICANTS,
    ORGANIZATIONS,
  ]),
];

const KEYS: ReadonlySet<string> = new Set(OFFICIAL_LABELS.map(officialKey));

/**
 * Whether a text is, up to spaces and numbering, a whole label of the official forms: of a row, a column or a group.
 */
export const isOfficialLabel = (text: string): boolean => KEYS.has(labelKey(text));
