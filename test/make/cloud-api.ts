import { type Caller, ROLES } from "../../lib/api/caller.ts";
import { authorised } from "../../lib/delivery/cloud-callers.ts";
import { apiEnvironment } from "../../lib/delivery/environment.ts";
import { openApi } from "../../lib/delivery/open-api.ts";

/** The API as on AWS, behind a door that has let a caller in; without page, sign-in and log. */
export type CloudApi = (path: string, init?: RequestInit, caller?: Caller) => Promise<Response>;

const ANYBODY: Caller = { subject: "a", name: null, roles: ROLES, within: null };

/** @param environment of the function, which is this process's by now */
export async function openCloudApi(environment: Readonly<Record<string, string | undefined>>): Promise<CloudApi> {
  const api = await openApi(apiEnvironment.parse(environment), {
    script: "",
    signIn: null,
    audit: () => {},
    onError: () => {},
  });
  return async (path, init, caller = ANYBODY) =>
    api.request(path, init, { event: { requestContext: { authorizer: { lambda: authorised(caller) } } } });
}
