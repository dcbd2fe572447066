import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import * as oidc from "openid-client";
import type { Caller } from "../api/caller.ts";
import { callerOfClaims } from "./claims.ts";
import type { SignInSettings } from "./environment.ts";

/** An OpenID Connect provider: it says who people are, and signs the tokens of machines. */
export interface Provider {
  /** What it publishes of itself; asked for once. @throws where it can't be reached */
  readonly configuration: () => Promise<oidc.Configuration>;
  /** Who has a token; null for one that is not the provider's, is no longer good or is for others. */
  readonly callerOfToken: (token: string) => Promise<Caller | null>;
}

/** Signatures that only the provider can make. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const PATIENCE_SECONDS = 8;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1)$/u;

/** Faults of the network and not of the token. */
const isOutage = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout || error.constructor === errors.JOSEError;

export function openProvider({ issuer, clientId, audience, claims }: SignInSettings): Provider {
  const url = new URL(issuer);
  // A provider on the same machine is one for tests: nobody is between.
  const execute = url.protocol === "http:" && LOOPBACK.test(url.hostname) ? [oidc.allowInsecureRequests] : [];
  let found: Promise<oidc.Configuration> | null = null;
  const configuration = (): Promise<oidc.Configuration> => {
    found ??= oidc
      .discovery(url, clientId, undefined, oidc.None(), { execute, timeout: PATIENCE_SECONDS })
      .catch((error: unknown) => {
        found = null;
        throw error;
      });
    return found;
  };
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null;

  return {
    configuration,
    callerOfToken: async (token) => {
      const metadata = (await configuration()).serverMetadata();
      if (metadata.jwks_uri === undefined) throw new Error("the provider publishes no keys");
      keys ??= createRemoteJWKSet(new URL(metadata.jwks_uri));
      const options = { issuer: metadata.issuer, algorithms: ALGORITHMS, requiredClaims: ["sub", "exp"] };
      const verified = await jwtVerify(token, keys, options).catch((error: unknown) => {
        if (isOutage(error)) throw error;
        return null;
      });
      if (!verified) return null;
      // Cognito's access tokens name whom they were made for in client_id alone.
      const made = [verified.payload.aud, verified.payload.client_id].flat();
      return audience.some((each) => made.includes(each)) ? callerOfClaims(verified.payload, claims) : null;
    },
  };
}
