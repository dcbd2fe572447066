import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { type AddToResourcePolicyResult, PolicyStatement, type Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

const ID = "DataKey";

/** Services that encrypt what they bring to us or keep for us. */
const SERVICES = ["events.amazonaws.com", "cloudwatch.amazonaws.com", "sns.amazonaws.com"] as const;

/** One key of the account's own for data, messages and logs, turned every year; it outlives the stack as the data do. */
export class DataKey extends Key {
  constructor(scope: Stack, { name, retention }: Settings) {
    super(scope, ID, {
      description: `Data, messages and logs of ${name}`,
      enableKeyRotation: true,
      removalPolicy: retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const { account, region } = scope;
    this.addToResourcePolicy(
      new PolicyStatement({
        actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
        principals: SERVICES.map((service) => new ServicePrincipal(service)),
        resources: ["*"],
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        resources: ["*"],
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": scope.formatArn({ service: "logs", resource: "*" }),
          },
        },
      }),
    );
  }

  /** What constructs write for a service lets it in for whichever account; here it comes for this one alone. */
  override addToResourcePolicy(statement: PolicyStatement, allowNoOp?: boolean): AddToResourcePolicyResult {
    const { Principal, Condition } = statement.toStatementJson();
    if (Principal?.Service && !Condition)
      statement.addCondition("StringEquals", { "aws:SourceAccount": Stack.of(this).account });
    return super.addToResourcePolicy(statement, allowNoOp);
  }
}

/** The key of the account's own that a stack left, which lets the services above use it still. */
export const adoptDataKey = (scope: Stack, arn: string): IKey => Key.fromKeyArn(scope, ID, arn);

/** The stack's own key; undefined where the services' keys are good enough. */
export const dataKeyOf = (scope: Construct): IKey | undefined =>
  Stack.of(scope).node.tryFindChild(ID) as (IKey & Construct) | undefined;

/** Lets a role use the stack's own key, where there is one. */
export function useDataKey(role: Role): void {
  const key = dataKeyOf(role);
  if (!key) return;
  key.grantEncryptDecrypt(role);
  // DynamoDB asks it of whoever uses a table under such a key.
  key.grant(role, "kms:DescribeKey");
  for (const action of ["GenerateDataKey*", "ReEncrypt*"])
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Action::kms:${action}]`,
      reason: "The forms of one action, on one key.",
    });
}
