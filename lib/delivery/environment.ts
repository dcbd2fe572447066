import * as z from "zod";

/**
 * What a function is told by its environment: written by the infrastructure, read by the functions. Lambda knows
 * strings only.
 */

/** The header by which S3 checks an upload, where the API was told its hash. */
export const UPLOAD_CHECKSUM = "x-amz-checksum-sha256";

/** Where results stand in their bucket. */
export const RESULTS_PREFIX = "results/";

/** Where in the same bucket stands what reconciling has done, a file a run. */
export const LEDGER_PREFIX = "reconciliations/";

/** Where what is made in the background stands in the same bucket, for some days. */
export const EXPORTS_PREFIX = "exports/";

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
  /** There where objects are scanned for malware, and read once that has found nothing. */
  AWAITS_VERDICT: z.literal("true").optional(),
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

const signInSettings = z.object({
  /** Of the OpenID Connect provider. */
  issuer: z.url(),
  /** Of this API there, a public client. */
  clientId: z.string().min(1),
  /** Whom tokens of machines must be made for; without one none is taken. */
  audience: z.array(z.string().min(1)),
  /** What is asked of the provider about people. */
  scope: z.string().min(1),
  claims: z.object({ roles: z.string().min(1), divisions: z.string().min(1) }),
});
export type SignInSettings = z.infer<typeof signInSettings>;

/** How people and machines are known where there is an identity provider. */
export const signInEnvironment = z.object({
  SIGN_IN: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(signInSettings),
  /** Who has signed in. */
  SESSIONS_TABLE: z.string().min(1),
});
export type SignInEnvironment = z.infer<typeof signInEnvironment>;
/** The variable that is there where there is an identity provider. */
export const SIGN_IN_VARIABLE = "SIGN_IN" satisfies keyof SignInEnvironment;

export const apiEnvironment = takerEnvironment
  .pick({
    INTAKE_BUCKET: true,
    INTAKE_PREFIX: true,
    RESULTS_BUCKET: true,
    CATALOG_TABLE: true,
    EVENT_BUS: true,
    LARGEST_OBJECT_BYTES: true,
  })
  .extend({
    /** Takes what is to be made in the background. */
    EXPORT_QUEUE: z.string().min(1),
  });
export type ApiEnvironment = z.infer<typeof apiEnvironment>;

/** What makes lists of any size. */
export const exportEnvironment = takerEnvironment.pick({
  INTAKE_PREFIX: true,
  RESULTS_BUCKET: true,
  CATALOG_TABLE: true,
  OWN_QUEUE: true,
  DEAD_LETTER_QUEUE: true,
  MOST_DELIVERIES: true,
  LEASE_SECONDS: true,
});
export type ExportEnvironment = z.infer<typeof exportEnvironment>;

/** What holds the catalog against the bucket. */
export const reconcileEnvironment = processEnvironment.pick({
  INTAKE_BUCKET: true,
  INTAKE_PREFIX: true,
  RESULTS_BUCKET: true,
  CATALOG_TABLE: true,
  EVENT_BUS: true,
  WORK_QUEUE: true,
});
export type ReconcileEnvironment = z.infer<typeof reconcileEnvironment>;

/** What the infrastructure must give: every value a string. */
export type Written<T> = { readonly [name in keyof T]: string };
