import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { noteRoute } from "./audit.ts";
import type { Caller, Role } from "./caller.ts";
import { NEEDS, type Need } from "./needs.ts";
import { Problem } from "./problem.ts";

/** Apps whose every route looks at who calls before it does anything. */

/** In a route's definition once it is guarded. */
export const NEEDED = "x-needs";

/** Who calls, as the door says it; null for somebody whom it doesn't know. */
export type CallerOf = (context: Context) => Caller | null;

const ROLE_WORDS: Readonly<Record<Role, string>> = { look: "查看", "hand-in": "报送", review: "核对", run: "管理" };

export const notKnown = (): Problem =>
  new Problem(401, "Unauthorized", "需要登录，或在请求头写 Authorization: Bearer 令牌。", "SIGN_IN");

/** @throws Problem where a caller does not have what is needed */
export function checkNeed(need: Need, caller: Caller | null): void {
  if (need === "anybody") return;
  if (!caller) throw notKnown();
  if (need === "known") return;
  const role: Role = need === "run everywhere" ? "run" : need;
  if (!caller.roles.includes(role))
    throw new Problem(403, "Forbidden", `您没有“${ROLE_WORDS[role]}”的权限，请联系管理员。`, "ROLE");
  if (need === "run everywhere" && caller.within !== null)
    throw new Problem(403, "Forbidden", "这项设置对所有地区有效，只有不限行政区划的管理员可以更改。", "EVERYWHERE");
}

/** @param options of the app that is made */
export function guardedApp(callerOf: CallerOf, options?: ConstructorParameters<typeof OpenAPIHono>[0]): OpenAPIHono {
  const app = new OpenAPIHono(options);
  const register = app.openapi as (route: object, ...rest: unknown[]) => unknown;
  const guarded = (route: { readonly operationId?: string; readonly path: string }, ...rest: unknown[]) => {
    const need = NEEDS[route.operationId ?? ""];
    if (need === undefined)
      throw new Error(`${route.path} does not say in lib/api/needs.ts what it asks of its callers.`);
    const guard: MiddlewareHandler = async (context, next) => {
      noteRoute(context, route.path);
      checkNeed(need, callerOf(context));
      await next();
    };
    return register({ ...route, [NEEDED]: need, middleware: guard }, ...rest);
  };
  app.openapi = guarded as unknown as typeof app.openapi;
  return app;
}
