import * as z from "zod";
import type { ReportPart } from "../profile.ts";
import {
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  proactiveRows,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
  SECTION_TITLES,
} from "./form.ts";

/** The annual report's own part of report.json: every figure of both official forms, nothing left out. */

const value = z.number().nullable().meta({ id: "Value", description: "The number printed; null where there is none" });

type Columns = readonly { readonly key: string }[];

const row = (columns: Columns) => z.strictObject(Object.fromEntries(columns.map(({ key }) => [key, value])));
const rows = (keys: readonly { readonly key: string }[], shared: ReturnType<typeof row>) =>
  z.strictObject(Object.fromEntries(keys.map(({ key }) => [key, shared])));
const proactive = (template: "2021" | "2019") =>
  z
    .strictObject(Object.fromEntries(proactiveRows(template).map(({ key, columns }) => [key, row(columns)])))
    .meta({ id: `Proactive${template}`, description: `Table 2, form of ${template}` });
const applicationRow = row(APPLICATION_COLUMNS).meta({ id: "ApplicationRow" });
const applications = (template: "2021" | "2019") =>
  rows(APPLICATION_ROWS[template], applicationRow).meta({
    id: `Applications${template}`,
    description: `Table 3, form of ${template}`,
  });
const review = rows(REVIEW_ROWS, row(REVIEW_COLUMNS).meta({ id: "ReviewRow" })).meta({
  id: "Review",
  description: "Table 4",
});

export const REPORT_PART: ReportPart = {
  templates: ["2021", "2019"],
  sections: SECTION_TITLES.length,
  tables: z
    .strictObject({
      proactive: z
        .union([proactive("2021"), proactive("2019"), z.strictObject({})])
        .describe("Empty only where the form could not be told"),
      applications: z.union([applications("2021"), applications("2019")]),
      review,
    })
    .meta({ id: "Tables" }),
};
