import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as oidc from "openid-client";
import * as z from "zod";
import { type CallerOf, guardedApp, notKnown } from "../api/guarded.ts";
import { finishSignInRoute, signOutRoute, startSignInRoute } from "../api/routes.ts";
import { html, type Markup } from "../report/html/markup.ts";
import { SESSION_COOKIE } from "./authorise.ts";
import type { SignInSettings } from "./environment.ts";
import type { Provider } from "./provider.ts";
import type { SignInSessions } from "./sign-in-sessions.ts";

/** People come in by an OpenID Connect provider: authorization code with PKCE (RFC 7636), and a session in a cookie. */

/** What a browser keeps while its user is with the provider. */
const STARTED_COOKIE = "__Host-tabularium-sign-in";
const STARTED_SECONDS = 600;
const COOKIE = { httpOnly: true, secure: true, path: "/" } as const;
/** Whoever comes back from the provider comes from another site: Strict would leave his cookies out. */
const SAME_SITE = { ...COOKIE, sameSite: "Lax" } as const;

const startedSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

const CALLBACK = "/sign-in/callback";
const originOf = (context: Context): string => new URL(context.req.url).origin;

/** A place on this server; the page itself for anything else. */
const placeIn = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])[!-~]*$/u.test(to) ? to : "/");

/** Leads whoever comes to the page unknown to the provider, and then back to where he was. */
export function unknownCaller(context: Context): Response {
  if (context.req.method !== "GET" || context.req.path !== "/") throw notKnown();
  const { search } = new URL(context.req.url);
  return context.redirect(`/sign-in?${new URLSearchParams({ to: `/${search}` })}`, 303);
}

/** @param onError told why a sign-in failed */
export function signInApp(
  provider: Provider,
  sessions: SignInSessions,
  { scope }: SignInSettings,
  callerOf: CallerOf,
  onError: (error: unknown) => void,
): OpenAPIHono {
  const app = guardedApp(callerOf);

  app.openapi(startSignInRoute, async (context) => {
    const started = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      to: placeIn(context.req.valid("query").to),
    };
    const address = oidc.buildAuthorizationUrl(await provider.configuration(), {
      redirect_uri: originOf(context) + CALLBACK,
      scope,
      state: started.state,
      nonce: started.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(started.verifier),
      code_challenge_method: "S256",
      // Providers give a refresh token to whom they have asked; they ask once.
      ...(scope.split(" ").includes("offline_access") && { prompt: "consent" }),
    });
    setCookie(context, STARTED_COOKIE, Buffer.from(JSON.stringify(started)).toString("base64url"), {
      ...SAME_SITE,
      maxAge: STARTED_SECONDS,
    });
    context.header("cache-control", "no-store");
    return context.redirect(address.href, 303);
  });

  app.openapi(finishSignInRoute, async (context) => {
    const started = startedIn(getCookie(context, STARTED_COOKIE));
    deleteCookie(context, STARTED_COOKIE, COOKIE);
    const session = started && (await sessionOf(context, started));
    if (!started || !session) return pageOf(context, NOT_DONE, 400);
    setCookie(context, SESSION_COOKIE, session, SAME_SITE);
    context.header("cache-control", "no-store");
    return context.redirect(placeIn(started.to), 303);
  });

  async function sessionOf(context: Context, started: z.infer<typeof startedSchema>): Promise<string | null> {
    try {
      const tokens = await oidc.authorizationCodeGrant(await provider.configuration(), new URL(context.req.url), {
        pkceCodeVerifier: started.verifier,
        expectedState: started.state,
        expectedNonce: started.nonce,
        idTokenExpected: true,
      });
      return await sessions.begin(tokens);
    } catch (error) {
      // What came with it may say who it was.
      const { code, name } = error as { readonly code?: string; readonly name?: string };
      onError(new Error(`sign-in failed: ${code ?? name}`));
      return null;
    }
  }

  /** Where somebody leaves the provider, too; null where it has no such place. */
  async function leavingAddress(origin: string, person: string): Promise<string | null> {
    const configuration = await provider.configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
    const back = `${origin}/`;
    // logout_uri is Amazon Cognito's own name for it.
    const parameters = { id_token_hint: person, post_logout_redirect_uri: back, logout_uri: back };
    return oidc.buildEndSessionUrl(configuration, parameters).href;
  }

  app.openapi(signOutRoute, async (context) => {
    const session = getCookie(context, SESSION_COOKIE);
    const person = session === undefined ? null : await sessions.end(session);
    deleteCookie(context, SESSION_COOKIE, COOKIE);
    context.header("clear-site-data", '"cache"');
    // Who leaves has left here, whether or not the provider answers.
    const leaving = person === null ? null : await leavingAddress(originOf(context), person).catch(() => null);
    return pageOf(context, leaving === null ? LEFT : leavingPage(leaving), 200);
  });

  return app;
}

function startedIn(cookie: string | undefined): z.infer<typeof startedSchema> | null {
  try {
    return startedSchema.parse(JSON.parse(Buffer.from(cookie ?? "", "base64url").toString()));
  } catch {
    return null;
  }
}

const page = (head: Markup, body: Markup): Markup => html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">${head}<title>登录</title></head><body>${body}</body></html>
`;
const NOT_DONE = page(html``, html`<p>登录没有完成。<a href="/sign-in">重新登录</a></p>`);
const LEFT = page(html``, html`<p>已退出。<a href="/sign-in">重新登录</a></p>`);
/** A form's own redirect to another site is kept back by the page's policy; a page may lead there. */
const leavingPage = (address: string): Markup =>
  page(
    html`<meta http-equiv="refresh" content="0;url=${address}">`,
    html`<p>已退出。正在退出统一登录…… <a href="${address}">继续</a></p>`,
  );

const pageOf = (context: Context, { text }: Markup, status: 200 | 400): Response =>
  context.body(text, status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
