import { useState } from "preact/hooks";
import type { ReportItem } from "../../../schemas.ts";
import { messageOf } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { decide } from "../review/decide.ts";
import { can } from "../words.ts";

/** What is asked of a held report, by why it is held. */
const HELD = {
  doubt: {
    why: "新交的这一份有读不清的数字，原来的一份没有，所以没有自动替换；核对完会自动替换，也可以现在决定。",
    yes: "换成新交的",
    no: "仍用原来的",
  },
  folder: {
    why: "两份报告的机关名称相同，但从不同的文件夹交来，可能是两个同名的单位，请说明。",
    yes: "是同一个单位，换成新交的",
    no: "是另一个单位，两份都算",
  },
} as const;

type Held = Pick<ReportItem, "id" | "heldFor">;

/** A person's word on whether a newer report takes the place of the one that counts. */
export function StandingChoice({ report: { id, heldFor } }: { readonly report: Held }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const { why, yes, no } = HELD[heldFor ?? "doubt"];
  const say = (replace: boolean) => decide(id, replace).catch((error) => setTrouble(messageOf(error)));
  return (
    <>
      <p>{why}</p>
      {can("review") && (
        <p class="steps">
          <button type="button" onClick={() => say(true)}>
            {yes}
          </button>
          <button type="button" onClick={() => say(false)}>
            {no}
          </button>
        </p>
      )}
      <Trouble message={trouble} />
    </>
  );
}
