import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

type Resolved =
  | string
  | { readonly Ref: string }
  | { readonly "Fn::GetAtt": readonly string[] }
  | { readonly "Fn::Join": readonly [string, readonly Resolved[]] };

/** An ARN as cdk-nag writes it in its findings: `<Bucket.Arn>/*`. */
export const writtenOut = (scope: Construct, arn: string): string => text(Stack.of(scope).resolve(arn));

function text(arn: Resolved): string {
  if (typeof arn === "string") return arn;
  if ("Ref" in arn) return `<${arn.Ref}>`;
  if ("Fn::GetAtt" in arn) return `<${arn["Fn::GetAtt"].join(".")}>`;
  const [between, parts] = arn["Fn::Join"];
  return parts.map(text).join(between);
}
