import * as z from "zod";
import { type Caller, LONGEST_CALLER_NAME, ROLES } from "../api/caller.ts";

/** Who calls, as API Gateway hands it to the function behind it: the authoriser's word, or an IAM identity. */

/** A word is text there; divisions are joined by blanks, this stands for all. */
const ALL = "*";

/** As the authoriser says it. */
export const authorised = ({ subject, name, roles, within }: Caller) => ({
  subject,
  name: name ?? "",
  roles: roles.join(" "),
  within: within === null ? ALL : within.join(" "),
});

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
const authorisedSchema = z.object({
  subject: z.string().min(1),
  name: z.string(),
  roles: z.string(),
  within: z.string(),
});
const iamSchema = z.object({ userArn: z.string().min(1) });
const authorizerSchema = z.object({ lambda: authorisedSchema.nullish(), iam: iamSchema.nullish() });

/** IAM identities may do what their policies allow them to call. */
const iamCaller = ({ userArn }: z.infer<typeof iamSchema>): Caller => ({
  subject: userArn,
  name: (userArn.split("/").at(-1) ?? userArn).slice(0, LONGEST_CALLER_NAME),
  roles: ROLES,
  within: null,
});

/** @param authorizer of a request's context; null for somebody whom nobody knows */
export function callerIn(authorizer: unknown): Caller | null {
  const { lambda, iam } = authorizerSchema.safeParse(authorizer).data ?? {};
  if (iam) return iamCaller(iam);
  if (!lambda) return null;
  const roles = words(lambda.roles);
  return {
    subject: lambda.subject,
    name: lambda.name || null,
    roles: ROLES.filter((role) => roles.includes(role)),
    within: lambda.within === ALL ? null : words(lambda.within),
  };
}
