import { fetchForms } from "../lib/delivery/fetch-forms.ts";

// Before anything is loaded that asks which families there are.
await fetchForms(process.env);

/** Notices of Textract that it has read a document. */
export const { handler } = await import("./textract-completed-handler.ts");
