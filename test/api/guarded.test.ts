import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { expect, test } from "@jest/globals";
import { createApi } from "../../lib/api/app.ts";
import { type Caller, folderOfCaller, ROLES } from "../../lib/api/caller.ts";
import { checkNeed, guardedApp } from "../../lib/api/guarded.ts";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { narrowed } from "../../lib/catalog/within.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { OPEN_DOOR } from "../make/callers.ts";
import { catalogOver } from "../make/catalog.ts";

const caller = (more: Partial<Caller>): Caller => ({ subject: "s", name: null, roles: [], within: null, ...more });
const newRoute = createRoute({
  method: "get",
  path: "/new",
  operationId: "getNew",
  responses: { 200: { description: "" } },
});

test("a route that does not say what it asks of its callers can't be served", async () => {
  expect(() => guardedApp(() => null).openapi(newRoute, (context) => context.body("secret"))).toThrow(/needs\.ts/u);
  const also = new OpenAPIHono();
  also.openapi(newRoute, (context) => context.body("secret"));
  const local = await openLocalTable();
  const { catalog, reviews } = catalogOver(local.table);
  const ports = {
    ...OPEN_DOOR,
    queries: openQueries(local.table, "s", PROFILES),
    catalog,
    reviews,
    now: Date.now,
    results: directoryStore("nowhere"),
    upload: () => Promise.reject(new Error()),
    withdraw: async () => "unknown" as const,
    health: async () => ({ status: "ok" as const }),
    script: "",
    onError: () => {},
  };
  expect(() => createApi({ ...ports, also: [also] })).toThrow(/guardedApp/u);
  // Whom the door doesn't know finds the health open and nothing else, not even what there is.
  const app = createApi({ ...ports, caller: () => null });
  const statuses = await Promise.all(
    ["/health", "/", "/reports", "/openapi.json", "/nowhere"].map(async (path) => (await app.request(path)).status),
  );
  expect(statuses).toEqual([200, 401, 401, 401, 401]);
  await local.close();
});

test("each role stands by itself, and what concerns everybody is for who is limited to nothing", () => {
  for (const role of ROLES) {
    expect(() => checkNeed(role, caller({ roles: [role] }))).not.toThrow();
    for (const other of ROLES.filter((each) => each !== role))
      expect(() => checkNeed(role, caller({ roles: [other] }))).toThrow(/权限/u);
  }
  expect(() => checkNeed("run everywhere", caller({ roles: ["run"] }))).not.toThrow();
  expect(() => checkNeed("run everywhere", caller({ roles: ["run"], within: ["37"] }))).toThrow(/不限行政区划/u);
  expect(() => checkNeed("known", null)).toThrow(/登录/u);
});

test("callers' folders name their division, and no two callers have one", () => {
  expect(folderOfCaller(caller({ subject: "王芳", within: ["370102"] }))).toBe("370102@王芳/");
  expect(folderOfCaller(caller({ subject: "王芳", within: ["3701"] }))).toBe("370100@王芳/");
  expect(folderOfCaller(caller({ subject: "collector" }))).toBe("@collector/");
  const strange = ["a/b", "a\\b", "..", "arn:aws:iam::1:user/a", "x".repeat(41)].map((subject) =>
    folderOfCaller(caller({ subject })),
  );
  expect(new Set(strange).size).toBe(strange.length);
  // Nor has whoever calls himself what stands for another.
  const [, hash = ""] = /^@(.*)\/$/u.exec(strange[0] ?? "") ?? [];
  expect(folderOfCaller(caller({ subject: hash }))).not.toBe(strange[0]);
  for (const folder of strange) expect(folder).toMatch(/^@[\p{L}\p{N}._-]+\/$/u);
});

test.each([
  [null, null, null],
  [null, "37", ["37"]],
  [["370102", "3702"], null, ["370102", "3702"]],
  [["370102", "3702"], "37", ["370102", "3702"]],
  [["370102", "3702"], "3701", ["370102"]],
  [["37"], "370102", ["370102"]],
  [["370102"], "370103", []],
  [[], null, []],
  // What lies in another counts once.
  [["37", "370102", "37"], null, ["37"]],
])("of divisions %j, those below %j are %j", (within, division, expected) => {
  expect(narrowed(within, division)).toEqual(expected);
});
