import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import { authoriser } from "../../lib/delivery/authorise.ts";
import { openProvider } from "../../lib/delivery/provider.ts";

/** Tokens as somebody forges them, against a provider that signs with one key: what is let in, and what is not. */

const AUDIENCE = "urn:tabularium";
const own = await generateKeyPair("RS256");
const another = await generateKeyPair("RS256");
const publicKey = await exportJWK(own.publicKey);

let issuer = "";
const server = createServer(({ url }, response) => {
  const found =
    url === "/keys"
      ? { keys: [{ ...publicKey, kid: "1", alg: "RS256", use: "sig" }] }
      : {
          issuer,
          jwks_uri: `${issuer}/keys`,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
        };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(found));
});
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const provider = () =>
  openProvider({
    issuer,
    clientId: "tabularium",
    audience: [AUDIENCE],
    scope: "openid",
    claims: { roles: "roles", divisions: "divisions" },
  });

const now = Math.floor(Date.now() / 1000);
const good = { aud: AUDIENCE, sub: "machine", exp: now + 600, roles: ["look"], divisions: ["37"] };
type Claims = Readonly<Record<string, unknown>>;
const claimsOf = (changed: Claims): Claims => ({ ...good, iss: issuer, ...changed });
const signed = (changed: Claims, key: Parameters<SignJWT["sign"]>[0] = own.privateKey, header: object = {}) =>
  new SignJWT(claimsOf(changed))
    .setProtectedHeader({ alg: "RS256", kid: "1", ...header } as JWTHeaderParameters)
    .sign(key);
const unsigned = (header: object, changed: Claims = {}) =>
  [header, claimsOf(changed)].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");

const letIn = async (token: string) => {
  const ask = authoriser(provider(), { callerOf: async () => null });
  return (await ask({ routeKey: "GET /{proxy+}", headers: { authorization: `Bearer ${token}` } })).context ?? null;
};

test.each<[string, Claims, object]>([
  ["as it is", {}, { roles: "look", within: "37" }],
  [
    "roles and divisions in a text",
    { roles: "look review", divisions: "3701, 3702" },
    { roles: "look review", within: "3701 3702" },
  ],
  ["for several", { aud: ["urn:other", AUDIENCE] }, { roles: "look" }],
  ["for a client (Cognito's access tokens)", { aud: undefined, client_id: AUDIENCE }, { roles: "look" }],
  [
    "roles that there are not",
    { roles: ["admin", "LOOK", 1, null], divisions: [37, "37%"] },
    { roles: "", within: "" },
  ],
  ["roles as an object", { roles: { look: true }, divisions: true }, { roles: "", within: "" }],
  [
    "more divisions than anybody has",
    { divisions: Array.from({ length: 10_000 }, (_, n) => String(100_000 + n)) },
    { within: expect.stringMatching(/^(?:\d{6} ?){50}$/u) },
  ],
])("a token of the provider, %s, says what its caller may do", async (_, changed, told) => {
  expect(await letIn(await signed(changed))).toMatchObject({ subject: "machine", ...told });
});

test.each<[string, () => Promise<string> | string]>([
  ["of another key", () => signed({}, another.privateKey)],
  [
    "of a key that it brings along",
    async () => signed({}, another.privateKey, { jwk: await exportJWK(another.publicKey) }),
  ],
  ["of a key at an address of its own", () => signed({}, another.privateKey, { jku: "https://evil.example/keys" })],
  ["of a key that nobody knows", () => signed({}, own.privateKey, { kid: "2" })],
  ["signed with nothing", () => `${unsigned({ alg: "none" })}.`],
  ["signed with the public key as a secret", () => signed({}, new TextEncoder().encode(publicKey.n), { alg: "HS256" })],
  ["of another provider", () => signed({ iss: "https://evil.example" })],
  ["for others", () => signed({ aud: "urn:other" })],
  ["for nobody", () => signed({ aud: undefined })],
  ["that is over", () => signed({ exp: now - 60 })],
  ["that has no end", () => signed({ exp: undefined })],
  ["that is not good yet", () => signed({ nbf: now + 600 })],
  ["of nobody", () => signed({ sub: undefined })],
  ["of a number", () => signed({ sub: 7 })],
  ["of too few parts", () => unsigned({ alg: "RS256", kid: "1" })],
  ["of too many parts", () => "a.b.c.d.e.f"],
  ["with a head that is none", () => "bm9uZQ.e30.AA"],
  ["with a strange head", () => `${unsigned({ alg: 5, kid: { a: 1 } })}.AA`],
  ["with nothing in it", () => "..."],
  ["that is long", () => `${"A".repeat(100_000)}.${"A".repeat(100_000)}.A`],
])("a token %s lets nobody in, and is no fault of ours", async (_, token) => {
  expect(await letIn(await token())).toBeNull();
});
