import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import * as z from "zod";
import { ENGINE_VERSION } from "../version.ts";
import { NEEDED } from "./guarded.ts";
import type { Need } from "./needs.ts";

/**
 * The OpenAPI document of the routes as they are, for `/openapi.json`. Its schemas are made by zod itself: JSON Schema
 * 2020-12, which OpenAPI 3.1 takes as it stands. Schemas with an id in their metadata are components of that name.
 */

type Json = Record<string, unknown>;
type Content = Readonly<Record<string, { readonly schema?: unknown }>>;
/** A route says what it asks of its callers. */
type GuardedRoute = RouteConfig & { readonly [NEEDED]?: Need };
interface Answer {
  readonly description: string;
  readonly content?: Content;
}

const BEARER = "token";
const COOKIE = "session";
/** How a caller may say who he is; a server that only its own machine reaches asks for nothing. */
const SECURITY_SCHEMES = {
  [BEARER]: {
    type: "http",
    scheme: "bearer",
    description: "A token of the server, or on AWS of the identity provider",
  },
  [COOKIE]: {
    type: "apiKey",
    in: "cookie",
    name: "tabularium",
    description: "A session of a browser that gave a token once, or signed in; __Host-tabularium behind HTTPS",
  },
} as const;
const ANYBODY = {};
const INFO = {
  title: "Tabularium",
  version: ENGINE_VERSION,
  description:
    "Reports that Chinese government offices publish: hand them in, ask for their figures and problems, be told what becomes of them. `x-needs` of an operation is the role that its callers need (look, hand-in, review, run); a caller who is limited to divisions finds nothing of others.",
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
};
const TAGS = [
  { name: "reports", description: "What was read and found" },
  { name: "submissions", description: "Files handed in" },
  { name: "rosters", description: "Who is to hand in, and where each stands" },
  { name: "lists", description: "Over all current reports" },
  { name: "service", description: "The service itself" },
];

/** The JSON schema of a schema; those that it refers to are added to `schemas`. */
function schemaOf(schemas: Json, schema: z.ZodType, io: "input" | "output"): Json {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io })).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as Json;
  Object.assign(schemas, $defs);
  return own;
}

const contentOf = (schemas: Json, content: Content, io: "input" | "output"): Json =>
  Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [
      type,
      schema instanceof z.ZodType ? { schema: schemaOf(schemas, schema, io) } : {},
    ]),
  );

const parametersOf = (schemas: Json, place: "path" | "query" | "header", object: unknown): Json[] =>
  object instanceof z.ZodObject
    ? Object.entries(object.shape as Record<string, z.ZodType>).map(([name, each]) => {
        const { description, ...schema } = schemaOf(schemas, each, "input");
        return {
          name,
          in: place,
          required: place === "path" || !each.safeParse(undefined).success,
          ...(description ? { description } : {}),
          schema,
        };
      })
    : [];

const operationOf = (
  schemas: Json,
  { operationId, tags, summary, description, security, request, responses, [NEEDED]: need }: GuardedRoute,
): Json => ({
  operationId,
  tags,
  summary,
  description,
  security,
  [NEEDED]: need,
  parameters: [
    ...parametersOf(schemas, "path", request?.params),
    ...parametersOf(schemas, "query", request?.query),
    ...parametersOf(schemas, "header", request?.headers),
  ],
  ...(request?.body && {
    requestBody: {
      required: request.body.required ?? false,
      content: contentOf(schemas, request.body.content as Content, "input"),
    },
  }),
  responses: Object.fromEntries(
    Object.entries(responses as Readonly<Record<string, Answer>>).map(([status, { description: told, content }]) => [
      status,
      { description: told, ...(content && { content: contentOf(schemas, content, "output") }) },
    ]),
  ),
});

/** @param app with all its routes registered */
export function describeApi(app: OpenAPIHono): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { route } = definition;
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(schemas, route) };
  }
  return {
    openapi: "3.1.0",
    info: INFO,
    servers: [{ url: "/" }],
    tags: TAGS,
    security: [{ [BEARER]: [] }, { [COOKIE]: [] }, ANYBODY],
    paths,
    components: { securitySchemes: SECURITY_SCHEMES, schemas },
  };
}
