import { fetchForms } from "../lib/delivery/fetch-forms.ts";

// Before anything is loaded that asks which families there are.
await fetchForms(process.env);

/** Objects of the intake bucket, from the work queue. */
export const { handler } = await import("./process-handler.ts");
