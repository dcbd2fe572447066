import { expect, test } from "@jest/globals";
import { remembering } from "../../../lib/profiles/common/remembering.ts";

test("a short text is looked at once, whatever is said of it", () => {
  const asked: string[] = [];
  const told = remembering((text): string | null => {
    asked.push(text);
    return text === "0" ? null : `${text}.`;
  });
  expect(["0", "1", "0", "1"].map(told)).toEqual([null, "1.", null, "1."]);
  expect(asked).toEqual(["0", "1"]);
});

test("what is remembered is bounded: long texts are looked at anew, and so is the first one after very many others", () => {
  let asked = 0;
  const told = remembering((text) => {
    asked += 1;
    return text;
  });
  const long = "长".repeat(1000);
  expect([told(long), told(long)]).toEqual([long, long]);
  expect(asked).toBe(2);
  for (let i = 0; i < 10_000; i++) told(String(i));
  asked = 0;
  expect(told("0")).toBe("0");
  expect(asked).toBe(1);
});
