import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A real OpenID Connect provider on this machine: whoever names himself is let in, with any password. */
export interface IdentityProvider {
  readonly issuer: string;
  /** What it says of people, and of the machine, by their names; may be changed while it runs. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>;
  /** A token of a machine, made for an audience. */
  readonly machineToken: (audience: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export const CLIENT = "tabularium";
export const MACHINE = { client_id: "machine", client_secret: "a secret of this test alone, as long as one must be" };
/** What it says of the machine. */
const MACHINE_CLAIMS = { roles: ["look"], divisions: ["370103"] };

/**
 * @param origin of the API whose people it knows
 * @param tls its key and certificate, PEM; without them it speaks plainly
 */
export async function startIdentityProvider(
  origin: string,
  tls?: { readonly key: string; readonly cert: string },
): Promise<IdentityProvider> {
  const people = new Map<string, Readonly<Record<string, unknown>>>([[MACHINE.client_id, MACHINE_CLAIMS]]);
  const server = tls ? createTlsServer(tls) : createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const issuer = `http${tls ? "s" : ""}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It warns of what makes it one for tests.
  const { warn, info } = console;
  Object.assign(console, { warn: () => {}, info: () => {} });
  const { default: Provider } = await import("oidc-provider");
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: "none",
        redirect_uris: [`${origin}/sign-in/callback`],
        post_logout_redirect_uris: [`${origin}/`],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
      },
      { ...MACHINE, grant_types: ["client_credentials"], redirect_uris: [], response_types: [] },
    ],
    claims: { openid: ["sub"], profile: ["name", "roles", "divisions"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["of this test alone"] },
    findAccount: (_: unknown, id: string) =>
      people.has(id) ? { accountId: id, claims: async () => ({ sub: id, ...people.get(id) }) } : undefined,
    issueRefreshToken: async () => true,
    extraTokenClaims: async () => people.get(MACHINE.client_id),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, audience: string) => ({ scope: "", audience, accessTokenFormat: "jwt" }),
      },
    },
    ttl: {
      IdToken: 3600,
      AccessToken: 3600,
      RefreshToken: 86_400,
      Grant: 86_400,
      Session: 86_400,
      Interaction: 3600,
      ClientCredentials: 600,
    },
  });
  server.on("request", provider.callback());
  return {
    issuer,
    people,
    machineToken: async (audience) => {
      const answer = await fetch(`${issuer}/token`, {
        method: "POST",
        body: new URLSearchParams({ ...MACHINE, grant_type: "client_credentials", resource: audience }),
      });
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    close: async () => {
      Object.assign(console, { warn, info });
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
