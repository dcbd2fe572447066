import { describe, expect, test } from "@jest/globals";
import { tableDefinition } from "../../lib/catalog/dynamo-table.ts";
import { EXPORT_DAYS } from "../../lib/catalog/exports.ts";
import { LISTS } from "../../lib/catalog/table.ts";
import { type Json, lookedOver, type Synthesised, synthesise } from "../make/stack.ts";

/** What must be true of the deployment, whatever its template looks like. */

const stack = lookedOver();
const textract = lookedOver({ recognition: { engine: "textract" }, region: "eu-central-1" });
const all = (type: string, of: Synthesised = stack): Json[] => Object.values(of.ofType(type));
const named = (type: string, part: string, of: Synthesised = stack): [string, Json] => {
  const found = Object.entries(of.ofType(type)).find(([name]) => name.includes(part));
  if (!found) throw new Error(`no ${type} ${part}`);
  return found;
};
const statementsOf = (part: string, of: Synthesised = stack): Json[] =>
  Object.entries(of.ofType("AWS::IAM::Policy"))
    .filter(([name]) => name.includes(part))
    .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement);
const actionsOf = (statement: Json): string[] => [statement.Action].flat();

describe("buckets", () => {
  test("are encrypted, versioned where they hold data, and closed to the public", () => {
    expect(all("AWS::S3::Bucket")).toHaveLength(3);
    for (const [name, bucket] of Object.entries(stack.ofType("AWS::S3::Bucket"))) {
      expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
      expect(bucket.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(bucket.OwnershipControls.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
      if (!name.startsWith("AccessLogs")) expect(bucket.VersioningConfiguration).toEqual({ Status: "Enabled" });
    }
  });

  test("refuse whoever does not use TLS 1.2", () => {
    for (const { PolicyDocument } of all("AWS::S3::BucketPolicy")) {
      const denied = PolicyDocument.Statement.filter(
        (each: Json) => each.Effect === "Deny" && actionsOf(each).includes("s3:*"),
      ).map((each: Json) => each.Condition);
      expect(denied).toContainEqual({ Bool: { "aws:SecureTransport": "false" } });
      expect(denied).toContainEqual({ NumericLessThan: { "s3:TlsVersion": 1.2 } });
    }
    expect(all("AWS::S3::BucketPolicy")).toHaveLength(3);
  });

  test("forget earlier versions after the days of the settings", () => {
    const [, bucket] = named("AWS::S3::Bucket", "Intake", synthesise({ retention: { earlierVersionsDays: 12 } }));
    expect(bucket.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 12 } }),
    );
  });

  test("let no web page upload unless the settings name it, and then only with PUT", () => {
    expect(named("AWS::S3::Bucket", "Intake")[1].CorsConfiguration).toBeUndefined();
    const [, bucket] = named(
      "AWS::S3::Bucket",
      "Intake",
      synthesise({ intake: { uploadOrigins: ["https://reports.example"] } }),
    );
    expect(bucket.CorsConfiguration.CorsRules).toMatchObject([
      {
        AllowedMethods: ["PUT"],
        AllowedOrigins: ["https://reports.example"],
        // What POST /uploads may ask a browser to send.
        AllowedHeaders: ["content-type", "x-amz-checksum-sha256"],
      },
    ]);
  });

  test("stay when the stack is taken down, unless the settings say otherwise", () => {
    const policies = (of: Synthesised) =>
      Object.values(of.resources)
        .filter(({ Type }) => Type === "AWS::S3::Bucket" || Type === "AWS::DynamoDB::GlobalTable")
        .map((each) => each.DeletionPolicy);
    expect(new Set(policies(stack))).toEqual(new Set(["Retain"]));
    expect(new Set(policies(synthesise({ retention: { keepDataWhenTakenDown: false } })))).toEqual(new Set(["Delete"]));
  });
});

describe("from the bucket to the functions", () => {
  test("objects put in and deleted become messages of the queue, through EventBridge", () => {
    const [intake, bucket] = named("AWS::S3::Bucket", "Intake");
    expect(bucket.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
    const [rule] = all("AWS::Events::Rule");
    expect(rule.EventPattern).toMatchObject({
      source: ["aws.s3"],
      "detail-type": ["Object Created", "Object Deleted"],
      detail: { bucket: { name: [{ Ref: intake }] } },
    });
    expect(rule.Targets[0].Arn["Fn::GetAtt"][0]).toBe(named("AWS::SQS::Queue", "WorkQueue")[0]);
    expect(rule.Targets[0].DeadLetterConfig).toBeDefined();
  });

  test("only objects below the prefix of the settings are taken and read", () => {
    const below = lookedOver({ intake: { prefix: "年报/" } });
    expect(all("AWS::Events::Rule", below)[0].EventPattern.detail.object).toEqual({ key: [{ prefix: "年报/" }] });
    const reading = statementsOf("Process", below).find((each) => actionsOf(each).includes("s3:GetObjectVersion"));
    // Policies take Latin characters only.
    expect(JSON.stringify(reading.Resource)).toContain('"/*/*"');
    for (const policy of all("AWS::IAM::Policy", below))
      expect(JSON.stringify(policy.PolicyDocument)).toMatch(/^[ -ÿ]*$/u);
    expect(below.findings).toEqual([]);
    const latin = statementsOf("Process", synthesise({ intake: { prefix: "reports/" } })).find((each) =>
      actionsOf(each).includes("s3:GetObjectVersion"),
    );
    expect(JSON.stringify(latin.Resource)).toContain('"/reports/*"');
  });

  test("every queue is encrypted, keeps messages fourteen days and refuses plain HTTP", () => {
    for (const queue of [...all("AWS::SQS::Queue"), ...all("AWS::SQS::Queue", textract)]) {
      expect(queue.SqsManagedSseEnabled).toBe(true);
      expect(queue.MessageRetentionPeriod).toBe(1_209_600);
    }
    for (const one of [stack, textract]) {
      const mappings = all("AWS::Lambda::EventSourceMapping", one);
      expect(mappings.length).toBeGreaterThanOrEqual(2);
      for (const mapping of mappings) {
        const queue = one.ofType("AWS::SQS::Queue")[mapping.EventSourceArn["Fn::GetAtt"][0]];
        const consumer = one.ofType("AWS::Lambda::Function")[mapping.FunctionName.Ref];
        expect(mapping.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
        expect(queue.RedrivePolicy.maxReceiveCount).toBe(Number(consumer.Environment.Variables.MOST_DELIVERIES) + 1);
      }
    }
    expect(JSON.stringify(all("AWS::SQS::QueuePolicy"))).toContain("aws:SecureTransport");
  });

  test("a batch has time for all its documents", () => {
    for (const mapping of all("AWS::Lambda::EventSourceMapping")) {
      const consumer = stack.ofType("AWS::Lambda::Function")[mapping.FunctionName.Ref];
      if (consumer.Environment.Variables.DOCUMENT_SECONDS === undefined) continue;
      expect(mapping.BatchSize * Number(consumer.Environment.Variables.DOCUMENT_SECONDS)).toBeLessThan(
        consumer.Timeout,
      );
    }
  });

  test("documents that need recognition have their own queue and a larger function", () => {
    const [recognise, { Environment, MemorySize }] = named("AWS::Lambda::Function", "Recognise");
    const [queue] = named("AWS::SQS::Queue", "RecognitionWorkQueue");
    expect(
      all("AWS::Lambda::EventSourceMapping").map((each) => [
        each.FunctionName.Ref,
        each.EventSourceArn["Fn::GetAtt"][0],
      ]),
    ).toContainEqual([recognise, queue]);
    expect(MemorySize).toBeGreaterThan(named("AWS::Lambda::Function", "Process")[1].MemorySize);
    expect(Environment.Variables.RECOGNISE_QUEUE).toBeUndefined();
    expect(named("AWS::Lambda::Function", "Process")[1].Environment.Variables.RECOGNISE_QUEUE).toEqual({ Ref: queue });
  });

  test("with Textract, its notice comes over a topic and a queue of its own", () => {
    expect(Object.keys(textract.ofType("AWS::Lambda::Function")).join(" ")).not.toContain("Recognise");
    const [queue] = named("AWS::SQS::Queue", "RecognitionCompletedQueue", textract);
    const subscription = all("AWS::SNS::Subscription", textract).find((each) => each.Protocol === "sqs");
    expect(subscription).toMatchObject({ RawMessageDelivery: true, Endpoint: { "Fn::GetAtt": [queue, "Arn"] } });
    expect(statementsOf("TextractStart", textract).flatMap(actionsOf)).toEqual(
      expect.arrayContaining(["textract:StartDocumentAnalysis", "iam:PassRole"]),
    );
    expect(statementsOf("TextractCompleted", textract).flatMap(actionsOf)).toContain("textract:GetDocumentAnalysis");
    // Whoever only hands on files nothing, tells nobody and looks nothing up: Textract fetches under its right to read.
    const starting = statementsOf("TextractStart", textract).flatMap(actionsOf);
    expect(starting.filter((action) => action.startsWith("s3:")).toSorted()).toEqual([
      "s3:GetObject",
      "s3:GetObjectVersion",
    ]);
    expect(starting.filter((action) => /^(?:dynamodb|events):/u.test(action))).toEqual(["dynamodb:PutItem"]);
  });
});

describe("functions", () => {
  test("run on Node 24 on the architecture of the settings, are traced, and log as JSON", () => {
    for (const architecture of ["arm64", "x86_64"] as const) {
      for (const each of all("AWS::Lambda::Function", synthesise({ architecture }))) {
        expect(each).toMatchObject({
          Runtime: "nodejs24.x",
          Architectures: [architecture],
          TracingConfig: { Mode: "Active" },
          LoggingConfig: { LogFormat: "JSON" },
        });
      }
    }
  });

  test("have logs that end after the days of the settings, and so have reconciling's ledgers", () => {
    const week = synthesise({ retention: { logDays: 7 } });
    expect(named("AWS::S3::Bucket", "Results", week)[1].LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: "reconciliations/", ExpirationInDays: 7 }),
    );
    const logs = all("AWS::Logs::LogGroup", week);
    expect(logs).toHaveLength(6);
    for (const log of logs) expect(log.RetentionInDays).toBe(7);
    for (const each of all("AWS::Lambda::Function")) expect(each.LoggingConfig.LogGroup.Ref).toBeDefined();
  });

  test("have no policy written by others, and no right to all of a service", () => {
    for (const role of all("AWS::IAM::Role")) expect(role.ManagedPolicyArns).toBeUndefined();
    for (const one of [stack, textract]) {
      for (const policy of all("AWS::IAM::Policy", one)) {
        for (const statement of policy.PolicyDocument.Statement) {
          for (const action of actionsOf(statement)) expect(action).not.toContain("*");
          const free = actionsOf(statement).filter((action) => !/^(?:xray:Put|textract:)/u.test(action));
          if (statement.Resource === "*") expect(free).toEqual([]);
        }
      }
    }
  });

  test("that answer the API read the results, and write to the catalog what people say of them", () => {
    const onCatalog = statementsOf("Door").filter((each) =>
      actionsOf(each).some((action) => action.startsWith("dynamodb:")),
    );
    const actions = ["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"];
    expect(new Set(onCatalog.flatMap(actionsOf))).toEqual(new Set(actions.map((action) => `dynamodb:${action}`)));
    expect(statementsOf("Door").flatMap(actionsOf)).toContain("events:PutEvents");
    const writing = statementsOf("Door").filter((each) => actionsOf(each).includes("s3:PutObject"));
    expect(JSON.stringify(writing)).not.toContain("Results");
    expect(writing.flatMap(actionsOf).toSorted()).toEqual(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]);
  });

  test("that take documents read the intake bucket and cannot write to it", () => {
    for (const part of ["Process", "Recognise"]) {
      const onIntake = statementsOf(part).filter((each) => JSON.stringify(each.Resource).includes("Intake"));
      const looksUp = part === "Process" ? ["s3:ListBucketVersions"] : [];
      expect(onIntake.flatMap(actionsOf).toSorted()).toEqual([
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        ...looksUp,
      ]);
    }
  });

  test("that make lists write nothing but these, which go after some days, and hear of them from the API alone", () => {
    const makes = statementsOf("ExportsMaker");
    const writing = makes.filter((each) => actionsOf(each).some((action) => /^s3:(?:Put|Delete|Abort)/u.test(action)));
    expect(writing).toHaveLength(1);
    expect(JSON.stringify(writing[0].Resource)).toContain('"/exports/*"');
    expect(JSON.stringify(makes)).not.toMatch(/Intake|events:/u);
    const [queue] = named("AWS::SQS::Queue", "ExportsWorkQueue");
    const senders = Object.entries(stack.ofType("AWS::IAM::Policy"))
      .filter(([, { PolicyDocument }]) =>
        PolicyDocument.Statement.some(
          (each: Json) => actionsOf(each).includes("sqs:SendMessage") && JSON.stringify(each.Resource).includes(queue),
        ),
      )
      .map(([name]) => /^(?:Door|ExportsMaker)/u.exec(name)?.[0]);
    expect(senders.toSorted()).toEqual(["Door", "ExportsMaker"]);
    expect(named("AWS::Lambda::Function", "Door")[1].Environment.Variables.EXPORT_QUEUE).toEqual({ Ref: queue });
    expect(named("AWS::S3::Bucket", "Results")[1].LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({
        Prefix: "exports/",
        ExpirationInDays: EXPORT_DAYS,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      }),
    );
  });

  test("never scan the catalog", () => {
    expect(stack.text).not.toContain("dynamodb:Scan");
  });
});

describe("the catalog's table", () => {
  const [table] = all("AWS::DynamoDB::GlobalTable");
  test("has the catalog's keys and indexes, and can be put back to any moment", () => {
    expect(table.KeySchema).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
    const { GlobalSecondaryIndexes: declared = [] } = tableDefinition("");
    expect(declared.map(({ IndexName }) => IndexName)).toEqual([...LISTS]);
    expect(table.GlobalSecondaryIndexes).toEqual(
      declared.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    );
    expect(table.Replicas[0].PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(table.Replicas[0].DeletionProtectionEnabled).toBe(true);
  });
  test("drops leases that have expired", () => {
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: "expires", Enabled: true });
  });
});

describe("the API", () => {
  test("asks every caller who he is, by default with a signed request", () => {
    const routes = all("AWS::ApiGatewayV2::Route");
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) expect(route.AuthorizationType).toBe("AWS_IAM");
  });
  const oidc = lookedOver({
    authorization: { type: "oidc", issuer: "https://login.example/", clientId: "tabularium", audience: ["machines"] },
  });
  const cognito = lookedOver({ authorization: { type: "cognito", domainPrefix: "yunze-reports" } });

  test("with an identity provider, by one function of ours; IAM identities have a prefix of their own", () => {
    for (const one of [oidc, cognito]) {
      const [authorizer] = all("AWS::ApiGatewayV2::Authorizer", one);
      expect(authorizer).toMatchObject({
        AuthorizerType: "REQUEST",
        AuthorizerPayloadFormatVersion: "2.0",
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 0,
      });
      const asked = Object.fromEntries(
        all("AWS::ApiGatewayV2::Route", one).map((route) => [route.RouteKey, route.AuthorizationType]),
      );
      const open = Object.keys(asked).filter((key) => asked[key] === "NONE");
      expect(open).toEqual(["GET /sign-in", "GET /sign-in/callback", "POST /sign-out"]);
      expect(asked["GET /{proxy+}"]).toBe("CUSTOM");
      expect(asked["GET /"]).toBe("CUSTOM");
      for (const [key, type] of Object.entries(asked))
        if (!open.includes(key)) expect([key, type]).toEqual([key, key.includes(" /iam/") ? "AWS_IAM" : "CUSTOM"]);
      expect(one.findings).toEqual([]);
    }
  });

  test("who has signed in is kept in a table of its own, which only the two functions that need it can use", () => {
    const [sessions] = named("AWS::DynamoDB::GlobalTable", "Sessions", oidc);
    const users = Object.entries(oidc.ofType("AWS::IAM::Policy"))
      .filter(([, policy]) => JSON.stringify(policy).includes(sessions))
      .map(([name]) => name);
    expect(users.map((name) => /^(?:Door|SignInAuthoriser)/u.exec(name)?.[0]).toSorted()).toEqual([
      "Door",
      "SignInAuthoriser",
    ]);
    expect(statementsOf("SignInAuthoriser", oidc).flatMap(actionsOf)).not.toContain("s3:GetObject");
    const { Variables } = named("AWS::Lambda::Function", "SignInAuthoriser", oidc)[1].Environment;
    expect(JSON.parse(Variables.SIGN_IN)).toEqual({
      issuer: "https://login.example/",
      clientId: "tabularium",
      audience: ["machines"],
      scope: "openid profile email",
      claims: { roles: "roles", divisions: "divisions" },
    });
  });

  test("a user pool of the stack's own asks for a second factor, lets nobody in by himself, and has a group for each role", () => {
    expect(all("AWS::Cognito::UserPool", oidc)).toEqual([]);
    expect(all("AWS::Cognito::UserPool", cognito)).toMatchObject([
      { MfaConfiguration: "ON", AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    ]);
    expect(all("AWS::Cognito::UserPoolGroup", cognito).map(({ GroupName }) => GroupName)).toEqual([
      "look",
      "hand-in",
      "review",
      "run",
      "all-divisions",
    ]);
    expect(all("AWS::Cognito::UserPoolClient", cognito)).toMatchObject([
      { AllowedOAuthFlows: ["code"], GenerateSecret: false },
    ]);
  });

  test("the page may send files to the bucket from the API's own address where people sign in", () => {
    const [gateway] = Object.keys(oidc.ofType("AWS::ApiGatewayV2::Api"));
    for (const bucket of ["Intake", "Results"]) {
      const [rule] = named("AWS::S3::Bucket", bucket, oidc)[1].CorsConfiguration.CorsRules;
      expect(JSON.stringify(rule.AllowedOrigins)).toContain(gateway);
    }
  });

  test("notes who asked, and is throttled", () => {
    const [stage] = all("AWS::ApiGatewayV2::Stage");
    expect(stage.AccessLogSettings.DestinationArn).toBeDefined();
    const said = JSON.parse(stage.AccessLogSettings.Format);
    expect(said).toMatchObject({ subject: "$context.authorizer.subject", iam: "$context.identity.userArn" });
    // What a REST API knows and this doesn't would be left blank.
    expect(stage.AccessLogSettings.Format).not.toContain("resourcePath");
    expect(stage.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
  });
});

describe("alarms", () => {
  const alarms = stack.ofType("AWS::CloudWatch::Alarm");
  test("look at what lies in each dead-letter queue, not at what was sent to it", () => {
    const depth = all("AWS::CloudWatch::Alarm").filter(
      (alarm) => alarm.MetricName === "ApproximateNumberOfMessagesVisible",
    );
    expect(depth.map((alarm) => alarm.Dimensions[0].Value["Fn::GetAtt"][0]).toSorted()).toEqual(
      Object.keys(stack.ofType("AWS::SQS::Queue"))
        .filter((name) => name.includes("DeadLetters"))
        .toSorted(),
    );
    for (const alarm of depth)
      expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold" });
    expect(stack.text).not.toContain("NumberOfMessagesSent");
  });
  test("go off for old messages, errors, throttles and a broken promise, and tell a topic", () => {
    const names = Object.values(alarms).map((alarm) => alarm.MetricName);
    for (const [name, count] of [
      ["ApproximateAgeOfOldestMessage", 3],
      ["Errors", 5],
      ["Throttles", 5],
      ["PromiseBroken", 1],
      ["5xx", 1],
    ] as const)
      expect([name, names.filter((each) => each === name).length]).toEqual([name, count]);
    for (const alarm of Object.values(alarms)) {
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.TreatMissingData).toBe("notBreaching");
    }
    expect(all("AWS::SNS::Subscription", synthesise({ alarms: { email: "duty@example.com" } }))).toMatchObject([
      { Protocol: "email" },
    ]);
  });
  const waits = (of: Synthesised) =>
    all("AWS::Lambda::EventSourceMapping", of).map(({ EventSourceArn, FunctionName }) => {
      const name = EventSourceArn["Fn::GetAtt"][0];
      const { VisibilityTimeout: visibility } = of.ofType("AWS::SQS::Queue")[name];
      const { Threshold: rings } = all("AWS::CloudWatch::Alarm", of).find(
        (alarm) =>
          alarm.MetricName === "ApproximateAgeOfOldestMessage" && alarm.Dimensions[0].Value["Fn::GetAtt"][0] === name,
      );
      const { Timeout: run } = of.ofType("AWS::Lambda::Function")[FunctionName.Ref];
      return { visibility, rings, run };
    });
  const longest = { timeoutSeconds: 900, documentSeconds: 180 };
  test.each<readonly [string, Synthesised]>([
    ["by default", stack],
    ["with Textract", textract],
    ["with the longest runs", synthesise({ process: { memory: 1769, batch: 4, concurrency: 20, ...longest } })],
    ["with a later alarm", synthesise({ alarms: { oldestMessageMinutes: 120 } })],
  ])(
    "%s, one killed run is repeated before the age of its message rings, and a second rings before a third delivery",
    (_, of) => {
      expect(waits(of).length).toBeGreaterThanOrEqual(3);
      // Beside the run: the metric's period, and the time until a message that is back is taken.
      const spare = 300;
      for (const { visibility, rings, run } of waits(of)) {
        expect(visibility + run + spare).toBeLessThanOrEqual(rings);
        // What was received three times counts no longer as the oldest.
        expect(rings).toBeLessThan(2 * visibility);
      }
    },
  );
  test("that come late let nothing that was killed wait longer than six times the longest run", () => {
    for (const { visibility } of waits(synthesise({ alarms: { oldestMessageMinutes: 1440 } })))
      expect(visibility).toBe(5400);
  });
  test("stand on a dashboard", () => {
    expect(all("AWS::CloudWatch::Dashboard")).toHaveLength(1);
  });
});

describe("guard rails of an organization", () => {
  const guarded = lookedOver({
    recognition: { engine: "textract" },
    region: "eu-central-1",
    process: { memory: 1769, timeoutSeconds: 300, documentSeconds: 60, batch: 4, concurrency: 7, reserved: true },
    guardRails: {
      customerManagedKey: true,
      malwareProtection: true,
      permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
      tags: { 部门: "政务公开", cost: "42" },
    },
  });

  test("one key of its own encrypts buckets, table, queues, topics, the bus, logs and environments, and every function may use it", () => {
    const [[key, { EnableKeyRotation }]] = Object.entries(guarded.ofType("AWS::KMS::Key")) as [[string, Json]];
    expect(EnableKeyRotation).toBe(true);
    const uses = (part: Json) => JSON.stringify(part ?? null).includes(key);
    const buckets = Object.entries(guarded.ofType("AWS::S3::Bucket"));
    // S3 writes access logs under its own key only.
    expect(buckets.filter(([, each]) => !uses(each.BucketEncryption)).map(([name]) => name)).toEqual([
      expect.stringMatching(/^AccessLogs/u),
    ]);
    expect(uses(all("AWS::DynamoDB::GlobalTable", guarded)[0].Replicas[0].SSESpecification)).toBe(true);
    for (const queue of all("AWS::SQS::Queue", guarded)) expect(uses(queue.KmsMasterKeyId)).toBe(true);
    for (const topic of all("AWS::SNS::Topic", guarded)) expect(uses(topic.KmsMasterKeyId)).toBe(true);
    for (const logs of all("AWS::Logs::LogGroup", guarded)) expect(uses(logs.KmsKeyId)).toBe(true);
    for (const of of all("AWS::Lambda::Function", guarded)) expect(uses(of.KmsKeyArn)).toBe(true);
    expect(uses(all("AWS::Events::EventBus", guarded)[0].KmsKeyIdentifier)).toBe(true);
    for (const each of ["Process", "TextractStart", "TextractCompleted", "Door"])
      expect(
        statementsOf(each, guarded)
          .filter((statement) => uses(statement.Resource))
          .flatMap(actionsOf),
      ).toEqual(expect.arrayContaining(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]));
  });

  test("no service of AWS is let in for another account", () => {
    const named = /aws:Source(?:Account|Arn)|kms:EncryptionContext:aws:logs:arn/u;
    for (const one of [stack, textract, guarded]) {
      const open = Object.values(one.resources)
        .flatMap(({ Properties }) => Properties?.KeyPolicy ?? Properties?.PolicyDocument ?? [])
        .flatMap(({ Statement }: Json) => Statement)
        .filter(({ Principal, Condition }: Json) => Principal?.Service && !named.test(JSON.stringify(Condition ?? {})));
      expect(open).toEqual([]);
      for (const permission of all("AWS::Lambda::Permission", one)) expect(permission.SourceArn).toBeDefined();
    }
  });

  test("who hands on to Textract knows no verdicts, which were awaited before", () => {
    expect(statementsOf("TextractStart", guarded).flatMap(actionsOf).join(" ")).not.toContain("Tagging");
    expect(statementsOf("TextractCompleted", guarded).flatMap(actionsOf)).toContain("s3:GetObjectTagging");
  });

  test("a boundary is on every role, tags are on everything that takes them, and concurrency is kept where asked for", () => {
    for (const role of all("AWS::IAM::Role", guarded))
      expect(role.PermissionsBoundary).toBe("arn:aws:iam::123456789012:policy/boundary");
    for (const type of ["AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Lambda::Function"])
      for (const each of all(type, guarded))
        expect(each.Tags).toEqual(expect.arrayContaining([{ Key: "部门", Value: "政务公开" }]));
    const kept = all("AWS::Lambda::Function", guarded).map((each) => each.ReservedConcurrentExecutions);
    expect(kept.filter((each) => each !== undefined)).toEqual([7]);
  });

  test("passes cdk-nag too", () => {
    expect(guarded.findings).toEqual([]);
  });
});

describe("the template", () => {
  test("passes cdk-nag with either engine", () => {
    expect(stack.findings).toEqual([]);
    expect(textract.findings).toEqual([]);
  });

  test.each(["us-east-1", "cn-north-1", "us-gov-west-1"])("names no partition of its own in %s", (region) => {
    expect(synthesise({ region }).text).not.toMatch(/arn:aws(?:-cn|-us-gov)?:/u);
  });

  test("brings no function that is not ours", () => {
    expect(stack.text).not.toContain("Custom::");
    expect(all("AWS::Lambda::Function")).toHaveLength(5);
  });
});

describe("what an earlier stack left", () => {
  const dataKey = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
  const adopting = lookedOver({
    region: "eu-central-1",
    guardRails: { customerManagedKey: true },
    adopted: { intakeBucket: "kept-intake", resultsBucket: "kept-results", catalogTable: "kept-catalog", dataKey },
  });

  test("is used and not made anew, with its key", () => {
    expect(Object.keys(adopting.ofType("AWS::S3::Bucket"))).toEqual([expect.stringMatching(/^AccessLogs/u)]);
    expect(adopting.ofType("AWS::DynamoDB::GlobalTable")).toEqual({});
    expect(adopting.ofType("AWS::KMS::Key")).toEqual({});
    for (const [name, { Environment }] of Object.entries(adopting.ofType("AWS::Lambda::Function")))
      if (/^(?:Process|Recogni|Door|Reconciliation)/u.test(name))
        expect(Environment.Variables).toMatchObject({
          INTAKE_BUCKET: "kept-intake",
          RESULTS_BUCKET: "kept-results",
          CATALOG_TABLE: "kept-catalog",
        });
    const [rule] = all("AWS::Events::Rule", adopting).filter(
      ({ EventPattern }) => EventPattern?.source?.[0] === "aws.s3",
    );
    expect(rule.EventPattern.detail.bucket).toEqual({ name: ["kept-intake"] });
    const rights = statementsOf("Process", adopting).filter((statement) => JSON.stringify(statement).includes("kept-"));
    expect(rights.flatMap(actionsOf)).toEqual(
      expect.arrayContaining(["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "dynamodb:PutItem"]),
    );
    const keys = statementsOf("Process", adopting).filter(({ Resource }) => Resource === dataKey);
    expect(keys.flatMap(actionsOf)).toEqual(expect.arrayContaining(["kms:Decrypt", "kms:GenerateDataKey*"]));
    expect(adopting.findings).toEqual([]);
  });
});

describe("with protection against malware", () => {
  const scanning = lookedOver({ guardRails: { malwareProtection: true }, intake: { prefix: "reports/" } });

  test("GuardDuty scans and tags what is put in, verdicts come to the queue, and functions await them", () => {
    const [plan] = all("AWS::GuardDuty::MalwareProtectionPlan", scanning);
    const [intake] = named("AWS::S3::Bucket", "Intake", scanning);
    expect(plan).toMatchObject({
      Actions: { Tagging: { Status: "ENABLED" } },
      ProtectedResource: { S3Bucket: { BucketName: { Ref: intake }, ObjectPrefixes: ["reports/"] } },
    });
    const [work] = named("AWS::SQS::Queue", "WorkQueue", scanning);
    const [rule] = all("AWS::Events::Rule", scanning).filter(
      ({ EventPattern }) => EventPattern?.source?.[0] === "aws.guardduty",
    );
    expect(JSON.stringify(rule.Targets)).toContain(work);
    for (const name of ["Process", "Recogni"]) {
      expect(named("AWS::Lambda::Function", name, scanning)[1].Environment.Variables.AWAITS_VERDICT).toBe("true");
      expect(statementsOf(name, scanning).flatMap(actionsOf)).toContain("s3:GetObjectVersionTagging");
    }
    expect(scanning.findings).toEqual([]);
  });

  test("nobody but GuardDuty can say what was found", () => {
    const [, { PolicyDocument }] = named("AWS::S3::BucketPolicy", "Intake", scanning);
    const [role] = named("AWS::IAM::Role", "MalwareProtection", scanning);
    expect(PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: ["s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
        Condition: {
          "ForAnyValue:StringEquals": { "s3:RequestObjectTagKeys": ["GuardDutyMalwareScanStatus"] },
          ArnNotEquals: { "aws:PrincipalArn": { "Fn::GetAtt": [role, "Arn"] } },
        },
      }),
    );
  });

  test("is refused where the region has none", () => {
    expect(() => synthesise({ region: "cn-north-1", guardRails: { malwareProtection: true } })).toThrow(
      /恶意软件防护/u,
    );
  });
});
