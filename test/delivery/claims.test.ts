import { expect, test } from "@jest/globals";
import { callerOfClaims } from "../../lib/delivery/claims.ts";
import { authorised, callerIn } from "../../lib/delivery/cloud-callers.ts";

/** Who a caller is by what a provider, or API Gateway, says. */

const NAMES = { roles: "roles", divisions: "divisions" };
const ONE = { roles: "cognito:groups", divisions: "cognito:groups" };

test.each([
  ["a list", { roles: ["look", "review", "admin"] }, ["look", "review"]],
  ["a text, as scopes are", { roles: "openid tabularium/look tabularium/hand-in" }, ["look", "hand-in"]],
  ["something else", { roles: { look: true } }, []],
  ["nothing", {}, []],
])("roles are told by %s", (_, claims, roles) => {
  expect(callerOfClaims({ sub: "1", ...claims }, NAMES)?.roles).toEqual(roles);
});

test.each([
  ["codes and their beginnings", ["370102", "3702"], ["370102", "3702"]],
  ["what is no code", ["37010", "济南市", "-"], []],
  ["nothing: then nothing is seen", undefined, []],
  ["all, said so", ["370102", "all-divisions"], null],
])("divisions are told by %s", (_, divisions, within) => {
  expect(callerOfClaims({ sub: "1", divisions }, NAMES)?.within).toEqual(within);
});

test("one claim may say both, as groups do", () => {
  expect(callerOfClaims({ sub: "1", "cognito:groups": ["look", "370102"] }, ONE)).toMatchObject({
    roles: ["look"],
    within: ["370102"],
  });
});

test("a caller is known by the subject, and called by the best name that there is", () => {
  expect(callerOfClaims({ name: "王芳" }, NAMES)).toBeNull();
  expect(callerOfClaims({ sub: "", name: "王芳" }, NAMES)).toBeNull();
  expect(callerOfClaims({ sub: "7", email: "w@x.cn" }, NAMES)).toMatchObject({ subject: "7", name: "w@x.cn" });
  expect(callerOfClaims({ sub: "7", email: "w@x.cn", name: "王".repeat(99) }, NAMES)?.name).toBe("王".repeat(40));
});

test.each([[["370102", "3702"]], [[]], [null]])(
  "what the authoriser says of a caller is what the function hears: %j",
  (within) => {
    const caller = { subject: "7", name: "王芳", roles: ["look", "run"], within } as const;
    expect(callerIn({ lambda: authorised(caller) })).toEqual(caller);
  },
);

test("whom API Gateway says nothing of is nobody", () => {
  for (const authorizer of [
    undefined,
    null,
    {},
    { lambda: null },
    { lambda: { subject: "" } },
    { jwt: { claims: { sub: "1" } } },
  ])
    expect(callerIn(authorizer)).toBeNull();
});
