import * as z from "zod";

/**
 * What a function is told by its environment: written by the infrastructure, read by the functions. Lambda knows
 * strings only.
 */

/** The header by which S3 checks an upload, where the API was told its hash. */
export const UPLOAD_CHECKSUM = "x-amz-checksum-sha256";

/** Where results stand in their bucket. */
export const RESULTS_PREFIX = "results/";

/** Where form files of one's own stand in the same bucket. */
export const FORMS_PREFIX = "forms/";

/** Where a report's results are, as events say it. */
export const resultsIn =
  (bucket: string) =>
  (id: string): string =>
    `s3://${bucket}/${RESULTS_PREFIX}${id}/`;

/** Partition of the catalog's table for what the API itself writes. */
export const SECRETS = "SECRETS";

const number = z.coerce.number().int().positive();

/** What every function that takes documents needs. */
export const takerEnvironment = z.object({
  INTAKE_BUCKET: z.string().min(1),
  /** Keys without this prefix are ignored. */
  INTAKE_PREFIX: z.string(),
  RESULTS_BUCKET: z.string().min(1),
  CATALOG_TABLE: z.string().min(1),
  EVENT_BUS: z.string().min(1),
  /** The queue that brings it messages. */
  OWN_QUEUE: z.string().min(1),
  /** Dead letters, with their reason. */
  DEAD_LETTER_QUEUE: z.string().min(1),
  /** Deliveries of one message after which it is given up. */
  MOST_DELIVERIES: number,
  LARGEST_OBJECT_BYTES: number,
  /** Longest time for one document, added to by each page that is recognised. */
  DOCUMENT_SECONDS: number,
  /** How long a lease lasts: as long as an invocation can. */
  LEASE_SECONDS: number,
});
export type TakerEnvironment = z.infer<typeof takerEnvironment>;

/** Entries of an archive come back to the function's own queue; documents that need recognition go on to the other. */
export const processEnvironment = takerEnvironment.extend({
  WORK_QUEUE: z.string().min(1),
  RECOGNISE_QUEUE: z.string().min(1),
});

/** Where Textract tells that it has finished, the role under which it tells, and where goes what it does not take. */
export const textractEnvironment = takerEnvironment.extend({
  TEXTRACT_TOPIC: z.string().min(1),
  TEXTRACT_ROLE: z.string().min(1),
  COMPLETED_QUEUE: z.string().min(1),
});

export const apiEnvironment = takerEnvironment.pick({
  INTAKE_BUCKET: true,
  INTAKE_PREFIX: true,
  RESULTS_BUCKET: true,
  CATALOG_TABLE: true,
  EVENT_BUS: true,
  LARGEST_OBJECT_BYTES: true,
});
export type ApiEnvironment = z.infer<typeof apiEnvironment>;

/** What the infrastructure must give: every value a string. */
export type Written<T> = { readonly [name in keyof T]: string };
