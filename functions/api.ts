import { fetchForms } from "../lib/delivery/fetch-forms.ts";

// Before anything is loaded that asks which families there are.
await fetchForms(process.env);

/** The API behind API Gateway. */
export const { handler } = await import("./api-handler.ts");
