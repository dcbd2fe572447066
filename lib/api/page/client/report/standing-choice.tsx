import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { decide } from "../review/decide.ts";

/** A person's word on whether a newer, worse report takes the place of the one that counts. */
export function StandingChoice({ report: { id } }: { readonly report: { readonly id: string } }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const say = (replace: boolean) => decide(id, replace).catch((error) => setTrouble(messageOf(error)));
  return (
    <>
      <button type="button" onClick={() => say(true)}>
        换成这一份
      </button>
      <button type="button" onClick={() => say(false)}>
        仍用原来的
      </button>
      <Trouble message={trouble} />
    </>
  );
}
