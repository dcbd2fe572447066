import * as z from "zod";
import { LIMITS } from "../limits.ts";

/** Everything about a deployment that can be chosen, in one object, checked before anything is synthesised. */

const days = z.number().int().positive();
const prefix = z
  .string()
  .regex(/^(?:[^/\\\u0000-\u001f]+\/)*$/u, "前缀须为空，或以“/”结尾，且不以“/”开头")
  .max(200);
const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u);
const seconds = z.number().int().positive().max(900);

const functionSettings = z.strictObject({
  /** MiB; CPU grows with it, one core at 1769. New accounts may be held to 3008. */
  memory: z.number().int().min(512).max(10_240),
  /** Longest run of one invocation. */
  timeoutSeconds: seconds,
  /** Longest time for one document. */
  documentSeconds: seconds,
  /** Documents taken by one invocation, one after the other. */
  batch: z.number().int().min(1).max(10),
  /** Invocations at the same time. */
  concurrency: z.number().int().min(2).max(1000),
  /** Keeps that many of the account's concurrent invocations for this function. */
  reserved: z.boolean().default(false),
});
export type FunctionSettings = z.infer<typeof functionSettings>;

const authorization = z.discriminatedUnion("type", [
  /** Callers sign their requests (SigV4) and need the right execute-api:Invoke. */
  z.strictObject({ type: z.literal("iam") }),
  /** People sign in with an OpenID Connect provider, machines bring its tokens; IAM identities call below /iam. */
  z.strictObject({
    type: z.literal("oidc"),
    issuer: z.url({ protocol: /^https$/u }),
    /** Of this API there: a public client that uses PKCE, sent back to ADDRESS/sign-in/callback. */
    clientId: z.string().min(1),
    /** Whom tokens of machines must be made for; without one none is taken. */
    audience: z.array(z.string().min(1)).default([]),
    /** What is asked of the provider about people. */
    scope: z
      .string()
      .regex(/(?:^| )openid(?: |$)/u, "scope 须含 openid")
      .default("openid profile email"),
    /** Which claims say what somebody may do, and in which divisions. */
    claims: z
      .strictObject({ roles: z.string().min(1).default("roles"), divisions: z.string().min(1).default("divisions") })
      .prefault({}),
  }),
  /** The same with an Amazon Cognito user pool that the stack makes. */
  z.strictObject({
    type: z.literal("cognito"),
    /** Begins the address where people sign in; one of its kind in the region. */
    domainPrefix: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u)
      .refine((prefix) => !/aws|amazon|cognito/u.test(prefix), "domainPrefix 不能含 aws、amazon、cognito"),
  }),
]);

/** Regions that have Amazon Textract. */
const TEXTRACT_REGIONS: ReadonlySet<string> = new Set([
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "ca-central-1",
  "eu-central-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
]);

/** Time that an invocation needs beside its documents: cold start, fetching, filing. */
const SPARE_SECONDS = 45;

const enoughTime = ({ timeoutSeconds, documentSeconds, batch }: FunctionSettings): boolean =>
  timeoutSeconds >= documentSeconds * batch + SPARE_SECONDS;
const NOT_ENOUGH_TIME = `timeoutSeconds 须不小于 documentSeconds × batch + ${SPARE_SECONDS}，否则一批文件可能处理不完`;

const settingsSchema = z
  .strictObject({
    /** Begins the names of what people see: the stack, the dashboard, metrics. */
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/u)
      .default("Tabularium"),
    /** Where the stack goes; without it, where the credentials at deployment point. */
    region: z
      .string()
      .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/u)
      .optional(),
    architecture: z.enum(["arm64", "x86_64"]).default("arm64"),
    intake: z
      .strictObject({
        /** Only objects below it are taken. */
        prefix: prefix.default(""),
        largestObjectBytes: z.number().int().positive().max(LIMITS.fileBytes).default(LIMITS.fileBytes),
        /** Web pages that may upload with a URL from the API. */
        uploadOrigins: z.array(z.url()).default([]),
      })
      .prefault({}),
    recognition: z
      .strictObject({
        /**
         * The embedded engine reads Chinese and nothing leaves the account's function; Textract is for scans in Latin
         * script.
         */
        engine: z.enum(["embedded", "textract"]).default("embedded"),
      })
      .prefault({}),
    process: functionSettings
      .prefault({ memory: 1769, timeoutSeconds: 300, documentSeconds: 60, batch: 4, concurrency: 20 })
      .refine(enoughTime, NOT_ENOUGH_TIME),
    recognise: functionSettings
      .prefault({ memory: 3008, timeoutSeconds: 900, documentSeconds: 480, batch: 1, concurrency: 10 })
      .refine(enoughTime, NOT_ENOUGH_TIME),
    /** Deliveries of a message after which it goes to its dead-letter queue. */
    mostDeliveries: z.number().int().min(2).max(20).default(5),
    retention: z
      .strictObject({
        /** Earlier versions of objects that were replaced or deleted. */
        earlierVersionsDays: days.default(90),
        /** Of logs, who read and changed what among them. China's Cybersecurity Law asks for six months at least. */
        logDays: z.literal([7, 14, 30, 90, 180, 365, 731, 1096, 1827, 3653]).default(365),
        /** False: taking the stack down deletes reports and catalog too. */
        keepDataWhenTakenDown: z.boolean().default(true),
      })
      .prefault({}),
    /** What an earlier stack left when it was taken down, by name, and this one goes on with as it is. */
    adopted: z
      .strictObject({
        intakeBucket: bucketName.optional(),
        resultsBucket: bucketName.optional(),
        catalogTable: z
          .string()
          .regex(/^[A-Za-z0-9_.-]{3,255}$/u)
          .optional(),
        /** ARN of the key that they are encrypted with, where that stack had one of the account's own. */
        dataKey: z
          .string()
          .regex(/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/u)
          .optional(),
      })
      .prefault({}),
    alarms: z
      .strictObject({
        /** Told by mail when an alarm goes off, after a confirmation. */
        email: z.email().optional(),
        /** A document that waits longer than this is reported; one whose run was killed is tried again before. */
        oldestMessageMinutes: z.number().int().min(60, "须不小于60，运行中断的文件来得及先再试一次").default(60),
      })
      .prefault({}),
    authorization: authorization.default({ type: "iam" }),
    /** What an organization asks of everything that is deployed in its accounts. */
    guardRails: z
      .strictObject({
        /** One key of the account's own, made with the stack, encrypts data, messages and logs. */
        customerManagedKey: z.boolean().default(false),
        /** Amazon GuardDuty scans what is put in, and nothing is read before it has found nothing. */
        malwareProtection: z.boolean().default(false),
        /** ARN of the managed policy that bounds every role. */
        permissionsBoundary: z
          .string()
          .regex(/^arn:[a-z-]+:iam::\d{12}:policy\/.+$/u)
          .optional(),
        tags: z.record(z.string().min(1).max(128), z.string().max(256)).default({}),
      })
      .prefault({}),
  })
  .superRefine(({ adopted, guardRails, recognition, region }, context) => {
    if (adopted.dataKey !== undefined && !guardRails.customerManagedKey)
      context.addIssue({
        code: "custom",
        path: ["adopted", "dataKey"],
        message: "沿用原有密钥时必须写明 guardRails.customerManagedKey 为 true",
      });
    // CDK writes a table's own key only where it knows the region.
    if (guardRails.customerManagedKey && region === undefined)
      context.addIssue({
        code: "custom",
        path: ["guardRails", "customerManagedKey"],
        message: "选用自管密钥时必须写明 region",
      });
    if (guardRails.malwareProtection && region?.startsWith("cn-"))
      context.addIssue({
        code: "custom",
        path: ["guardRails", "malwareProtection"],
        message: `区域 ${region} 没有 GuardDuty 的 S3 恶意软件防护，请改为 false`,
      });
    if (recognition.engine !== "textract") return;
    const path = ["recognition", "engine"];
    if (region === undefined) context.addIssue({ code: "custom", path, message: "选用 Textract 时必须写明 region" });
    else if (!TEXTRACT_REGIONS.has(region))
      context.addIssue({
        code: "custom",
        path,
        message: `区域 ${region} 没有 Amazon Textract，请改用 embedded 引擎或换一个区域`,
      });
  });

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/**
 * @throws Error with a sentence for every setting that can't be, and its path
 */
export function parseSettings(input: unknown): Settings {
  const parsed = settingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(`设置有误：\n${z.prettifyError(parsed.error)}`);
}
