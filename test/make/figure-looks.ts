import { expect, test } from "@jest/globals";
import { ALTERED } from "./altered.ts";

/** What tests of looks ask of a report whose figure ALTERED was given a look. */
export interface Judged {
  readonly status: string;
  readonly uncertain: readonly string[];
  readonly codes: readonly string[];
  readonly value: number | null | undefined;
}

/** A look by its name: what the figure's cell holds, and what stands around it. */
export type Look<Content, Around> = readonly [name: string, content: Content, around?: Around];

export interface Looks<Content, Around> {
  readonly judged: (content: Content, around?: Around) => Promise<Judged>;
  /** By the code that each is named with. */
  readonly odd: readonly (readonly [code: string, looks: readonly Look<Content, Around>[]])[];
  readonly ordinary: readonly Look<Content, Around>[];
}

/** Odd looks are named, each by its code; ordinary ones leave the report valid. */
export function testLooks<Content, Around>({ judged, odd, ordinary }: Looks<Content, Around>): void {
  const named = odd.flatMap(([code, looks]) =>
    looks.map(([name, content, around]) => ({ code, name, content, around })),
  );
  test.each(named)("is named by $code: $name", async ({ code, content, around }) => {
    const { uncertain, codes, status } = await judged(content, around);
    expect(uncertain).toContain(ALTERED);
    expect(codes).toContain(code);
    expect(status).toBe("needs-review");
  });

  const certain = ordinary.map(([name, content, around]) => ({ name, content, around }));
  test.each(certain)("is certain $name", async ({ content, around }) => {
    expect(await judged(content, around)).toMatchObject({ status: "valid", uncertain: [], value: 85 });
  });
}
