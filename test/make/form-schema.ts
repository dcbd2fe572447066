import { writeFileSync } from "node:fs";
import { formJsonSchema } from "../../lib/profiles/common/form/form-file.ts";

/** Writes docs/form.schema.json: run it after a change of lib/profiles/common/form/form-file.ts. */
writeFileSync(new URL("../../docs/form.schema.json", import.meta.url), formJsonSchema());
