import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import type { Document } from "../../lib/document/document.ts";
import { partsOf } from "../../lib/profiles/common/figure-name.ts";
import { likenessOf } from "../../lib/profiles/common/likeness.ts";
import { bestCandidate, PROFILES } from "../../lib/profiles/profiles.ts";

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Full names of the figures that a JSON Schema of tables, rows and columns has, in any of its forms. */
function namesIn(schema: Schema): Set<string> {
  const keysOf = (part: Schema): [string, Schema][] => {
    const meant = part.$ref ? (schema.$defs?.[part.$ref.replace("#/$defs/", "")] ?? {}) : part;
    return [...Object.entries(meant.properties ?? {}), ...(meant.anyOf ?? []).flatMap(keysOf)];
  };
  return new Set(
    keysOf(schema).flatMap(([table, rows]) =>
      keysOf(rows).flatMap(([row, columns]) => keysOf(columns).map(([column]) => `${table}.${row}.${column}`)),
    ),
  );
}

/** What the rest of the house relies on, of every family that is registered. */

test("ids and keys in the catalog are one family's each, and only the first has the short keys", () => {
  expect(new Set(PROFILES.map(({ id }) => id)).size).toBe(PROFILES.length);
  expect(new Set(PROFILES.map(({ catalogKey }) => catalogKey)).size).toBe(PROFILES.length);
  expect(PROFILES.map(({ catalogKey }) => catalogKey === "")).toEqual(PROFILES.map((_, index) => index === 0));
});

describe.each(PROFILES.map((profile) => [profile.id, profile] as const))("the family %s", (_, profile) => {
  const { names, composites } = profile.figures;

  test("has the figures that its part of report.json has, in the tables that it names", () => {
    expect(new Set(names.map((name) => partsOf(name).table))).toEqual(
      new Set(profile.words.tables.map(({ key }) => key)),
    );
    expect(new Set(names)).toEqual(namesIn(z.toJSONSchema(profile.schema.tables) as Schema));
  });

  test("names its composites' parts among its figures", () =>
    expect(
      Object.values(composites)
        .flat()
        .filter((name) => !names.includes(name)),
    ).toEqual([]));

  test("calls every figure, table and section something in Chinese", () => {
    const { words } = profile;
    const called = [
      ...names.flatMap((name) => [words.cell(name), words.cellInTable(name), words.figure(name)]),
      ...words.tables.flatMap(({ name, title }) => [name, title]),
      ...Array.from({ length: profile.schema.sections + 1 }, (_, section) => words.section(section)),
      words.templateUnknown,
      profile.name,
    ];
    expect(called.filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  test("takes an empty document for none of its own", () => {
    const document: Document = { format: "text", title: null, pages: [], blocks: [] };
    expect(profile.read({ document, second: null, recognised: [] })).toBeNull();
    expect(bestCandidate({ document, second: null, recognised: [] }).judge().status).toBe("unrecognized");
  });
});

describe("how like a document is to one of a family", () => {
  test("is measured the same way whatever the form has", () => {
    const nine = likenessOf({ tables: 9, ofTables: 9, headings: 0, ofHeadings: 0, titled: true });
    const all = likenessOf({ tables: 3, ofTables: 3, headings: 6, ofHeadings: 6, titled: true });
    expect([nine, all]).toEqual([1, 1]);
  });

  test("is less for a title alone than for tables and headings without one", () => {
    const title = likenessOf({ tables: 0, ofTables: 9, headings: 0, ofHeadings: 0, titled: true });
    const content = likenessOf({ tables: 3, ofTables: 3, headings: 6, ofHeadings: 6, titled: false });
    expect(title).toBeLessThan(content);
  });
});
