import { fetchForms } from "../lib/delivery/fetch-forms.ts";

// Before anything is loaded that asks which families there are.
await fetchForms(process.env);

/** Each night the catalog is held against the bucket. */
export const { handler } = await import("./reconcile-handler.ts");
