import { writeFileSync } from "node:fs";
import { reportJsonSchema } from "../../lib/report/schema.ts";

/** Writes docs/report.schema.json: run it after a change of lib/report/schema.ts. */
writeFileSync(new URL("../../docs/report.schema.json", import.meta.url), reportJsonSchema());
