import { parse } from "hono/utils/cookie";
import { authorised } from "./cloud-callers.ts";
import type { Provider } from "./provider.ts";
import type { SignInSessions } from "./sign-in-sessions.ts";

/** API Gateway's question who calls (HTTP API, payload 2.0), and its answer in the simple form. */
export interface AuthoriserEvent {
  readonly routeKey: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly cookies?: readonly string[];
}
interface AuthoriserAnswer {
  readonly isAuthorized: boolean;
  readonly context?: ReturnType<typeof authorised>;
}

/** The cookie of a session; no other host and no unencrypted page can set it. */
export const SESSION_COOKIE = "__Host-tabularium";

/** Who comes to the page unknown is led to the provider by the API itself. */
const OPEN_ROUTE = "GET /";

/** Tells who calls: by the token of a machine, or by a browser's session. */
export const authoriser =
  ({ callerOfToken }: Pick<Provider, "callerOfToken">, { callerOf }: Pick<SignInSessions, "callerOf">) =>
  async ({ routeKey, headers = {}, cookies = [] }: AuthoriserEvent): Promise<AuthoriserAnswer> => {
    const bearer = /^Bearer +(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
    const session = parse(cookies.join("; "), SESSION_COOKIE)[SESSION_COOKIE];
    const caller = bearer ? await callerOfToken(bearer) : session ? await callerOf(session) : null;
    if (caller) return { isAuthorized: true, context: authorised(caller) };
    return { isAuthorized: routeKey === OPEN_ROUTE };
  };
