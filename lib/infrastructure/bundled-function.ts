import { Duration, RemovalPolicy, Size, Validations } from "aws-cdk-lib";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { dataKeyOf, useDataKey } from "./data-key.ts";
import type { Settings } from "./settings.ts";
import { writtenOut } from "./written-out.ts";

/** The names of the bundles that build.ts makes. */
export type BundleName =
  | "process"
  | "recognise"
  | "textract-start"
  | "textract-completed"
  | "reconcile"
  | "export"
  | "api"
  | "authorise";

/** Where a bundle lies. */
export type Bundles = (name: BundleName) => string;

interface BundledFunctionProps {
  readonly bundle: BundleName;
  readonly bundles: Bundles;
  readonly description: string;
  readonly memory: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Room for files on the way, MiB. */
  readonly storage?: number;
  readonly reservedConcurrency?: number;
  readonly settings: Settings;
}

/** A function of ours: its bundle, a role with no rights but its own log and its traces, a log that ends. */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const { settings, bundle } = props;
    const logs = new LogGroup(this, "Logs", {
      encryptionKey: dataKeyOf(this),
      retention: settings.retention.logDays,
      removalPolicy: settings.retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logs.grantWrite(this.#role);
    useDataKey(this.#role);
    this.function = new LambdaFunction(this, "Function", {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === "arm64" ? Architecture.ARM_64 : Architecture.X86_64,
      code: Code.fromAsset(props.bundles(bundle)),
      handler: "index.handler",
      role: this.#role,
      memorySize: props.memory,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.storage !== undefined && { ephemeralStorageSize: Size.mebibytes(props.storage) }),
      environment: {
        // Metrics are kept apart by it; alarms look at those of all functions together.
        POWERTOOLS_SERVICE_NAME: settings.name,
        POWERTOOLS_METRICS_NAMESPACE: settings.name,
        ...props.environment,
      },
      environmentEncryption: dataKeyOf(this),
      loggingFormat: LoggingFormat.JSON,
      logGroup: logs,
      tracing: Tracing.ACTIVE,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    Validations.of(this.#role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "X-Ray takes traces under no narrower resource.",
    });
  }

  /** Actions on resources that no construct grants. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /**
   * Actions on all that stands in a resource: objects of a bucket, indexes of a table.
   * @param path begins with "/" and ends with "*"
   * @param reason why it can't be narrower, for the exception in cdk-nag
   */
  allowWithin(actions: readonly string[], resource: IBucket | ITableV2, path: string, reason: string): void {
    // Policies take Latin characters only: what a Chinese prefix says is left open.
    const pattern = path.replace(/[^ -~]+/gu, "*");
    const arn = "bucketArn" in resource ? resource.bucketArn : resource.tableArn;
    this.allow(actions, [`${arn}${pattern}`]);
    const name = writtenOut(this, arn);
    Validations.of(this.#role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${name}${pattern}]`, reason });
  }
}
