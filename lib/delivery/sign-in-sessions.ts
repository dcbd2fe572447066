import { createHash, randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import * as oidc from "openid-client";
import type { Caller } from "../api/caller.ts";
import { type Item, ifVersion, type Key, type Table } from "../catalog/table.ts";
import { callerOfClaims } from "./claims.ts";
import type { SignInSettings } from "./environment.ts";
import { LEASE_EXPIRES } from "./lease.ts";
import type { Provider } from "./provider.ts";

/**
 * Who has signed in, in a table: known by an id that only the browser has. The provider's tokens are sealed with a key
 * that is made of that id: whoever reads the table can't use them.
 */
export interface SignInSessions {
  /** @returns the id; null for tokens without a subject */
  readonly begin: (tokens: Tokens) => Promise<string | null>;
  /** Null where it has ended. What the provider says of the caller is asked anew from time to time. */
  readonly callerOf: (id: string) => Promise<Caller | null>;
  /** @returns the provider's own token of the person, for leaving there too; null where there is no session */
  readonly end: (id: string) => Promise<string | null>;
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** A working day. */
const LONGEST_MS = 12 * 60 * 60 * 1000;
/** After that it is asked again whether somebody may still do what he could. */
const ASK_AGAIN_MS = 15 * 60 * 1000;
/** While one request asks, or the provider can't be reached, others go on so long. */
const GRACE_MS = 2 * 60 * 1000;
/** Who asks has ended by then. */
const ASKING_MS = 20_000;

interface Sealed {
  readonly refresh: string | null;
  readonly person: string;
}

const keyOf = (id: string): Key => ({ pk: `SESSION#${createHash("sha256").update(id).digest("hex")}`, sk: "SESSION" });
const sealingKey = (id: string): Uint8Array => createHash("sha256").update(`seal\n${id}`).digest();

const seal = (id: string, tokens: Sealed): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(tokens)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(sealingKey(id));
const unseal = async (id: string, sealed: string): Promise<Sealed> =>
  JSON.parse(new TextDecoder().decode((await compactDecrypt(sealed, sealingKey(id))).plaintext)) as Sealed;

export function openSignInSessions(
  table: Table,
  provider: Provider,
  { claims: names }: SignInSettings,
  now: () => number = Date.now,
): SignInSessions {
  /** What is kept of an answer of the provider. @param before what it leaves out */
  async function kept(id: string, tokens: Tokens, before: { sealed: Sealed; caller: Caller } | null) {
    const claims = tokens.claims();
    const caller = claims ? callerOfClaims(claims, names) : (before?.caller ?? null);
    const person = tokens.id_token ?? before?.sealed.person;
    if (!caller || person === undefined || (before && before.caller.subject !== caller.subject)) return null;
    const refresh = tokens.refresh_token ?? before?.sealed.refresh ?? null;
    const good = claims ? claims.exp * 1000 : now() + ASK_AGAIN_MS;
    // Without a refresh token it can't be asked again: then the person's token says how long it is good.
    const until = refresh === null ? good : Math.min(good, now() + ASK_AGAIN_MS);
    return { caller, until, sealed: await seal(id, { refresh, person }) };
  }

  /** @returns null where the provider no longer knows the person */
  async function askAgain(id: string, key: Key, item: Item): Promise<Caller | null> {
    const sealed = await unseal(id, item.sealed as string);
    if (sealed.refresh === null) return null;
    const tokens = await oidc
      .refreshTokenGrant(await provider.configuration(), sealed.refresh)
      .catch((error: unknown) => {
        if (error instanceof oidc.ResponseBodyError && error.status < 500) return null;
        throw error;
      });
    const after = tokens && (await kept(id, tokens, { sealed, caller: item.caller as Caller }));
    if (!after) return null;
    // Who has left meanwhile stays out.
    const isThere = await table.update(key, { ...after, asking: undefined }, { expression: "attribute_exists(pk)" });
    return isThere ? after.caller : null;
  }

  return {
    begin: async (tokens) => {
      const id = randomBytes(32).toString("base64url");
      const session = await kept(id, tokens, null);
      if (!session) return null;
      const ends = now() + LONGEST_MS;
      await table.put({ ...keyOf(id), ...session, ends, version: 1, [LEASE_EXPIRES]: Math.ceil(ends / 1000) });
      return id;
    },
    callerOf: async (id) => {
      const key = keyOf(id);
      const item = await table.get(key);
      if (!item || now() >= (item.ends as number)) return null;
      const [until, version, asking] = [item.until as number, item.version as number, (item.asking as number) ?? 0];
      if (now() < until) return item.caller as Caller;
      const meanwhile = now() < until + GRACE_MS ? (item.caller as Caller) : null;
      if (asking > now() - ASKING_MS) return meanwhile;
      // One asks: many providers take a refresh token once.
      if (!(await table.update(key, { asking: now(), version: version + 1 }, ifVersion(version)))) return meanwhile;
      const caller = await askAgain(id, key, item).catch((error: unknown) => {
        if (meanwhile) return meanwhile;
        throw error;
      });
      if (!caller) await table.delete(key);
      return caller;
    },
    end: async (id) => {
      const item = await table.get(keyOf(id));
      if (!item) return null;
      await table.delete(keyOf(id));
      return (await unseal(id, item.sealed as string)).person;
    },
  };
}
