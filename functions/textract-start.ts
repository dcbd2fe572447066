import { fetchForms } from "../lib/delivery/fetch-forms.ts";

// Before anything is loaded that asks which families there are.
await fetchForms(process.env);

/** Documents with pictures, from the queue for recognition, handed to Textract. */
export const { handler } = await import("./textract-start-handler.ts");
