import { fetchForms } from "../lib/delivery/fetch-forms.ts";

// Before anything is loaded that asks which families there are.
await fetchForms(process.env);

/** Lists that are made in the background, from their queue. */
export const { handler } = await import("./export-handler.ts");
