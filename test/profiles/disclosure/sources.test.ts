import { describe, expect, test } from "@jest/globals";
import * as shared from "../../../lib/profiles/common/sources.ts";
import { HISTORY_RULES } from "../../../lib/profiles/disclosure/history/history.ts";
import { RULES } from "../../../lib/profiles/disclosure/rules/rules.ts";
import * as own from "../../../lib/profiles/disclosure/sources.ts";

const RULES_OF_ALL_YEARS = [...RULES, ...HISTORY_RULES];
const cited = RULES_OF_ALL_YEARS.flatMap(({ source }) => ("own" in source ? [] : source.cites.map(({ text }) => text)));

describe("the source of a rule", () => {
  test.each(RULES_OF_ALL_YEARS.map(({ code, source }) => ({ code, words: JSON.stringify(source) })))(
    "$code says in words what it rests on, and in no code of ours",
    ({ words }) => {
      expect(words).not.toMatch(/""|\b[A-Z]{1,4}\d?-[A-Z]/u);
      expect(words).toMatch(/\p{Script=Han}{4}/u);
    },
  );

  test("lists no official text that nothing cites", () =>
    expect(new Set(cited)).toEqual(new Set([...Object.values(shared), ...Object.values(own)])));
});
