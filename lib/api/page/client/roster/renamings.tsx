import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { answerRenaming, type Roster } from "./roster-server.ts";
import type { RosterOf } from "./year.ts";

/** Units that came when others left: whether they are the same under another name is asked once. */
export function Renamings({ of, roster }: { readonly of: RosterOf; readonly roster: Roster }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  if (roster.renamings.length === 0) return null;
  const say = (unit: string, same: boolean) =>
    answerRenaming(of, unit, same).then(
      () => setTrouble(null),
      (error) => setTrouble(messageOf(error)),
    );
  return (
    <section id="renamings" aria-label="单位是否改名">
      <h2>
        改名了吗<small>{roster.renamings.length}个</small>
      </h2>
      <p>新名单里少了一个单位，又多了一个相近的。是改名，原来的报告就算它的；不是，就各算各的。</p>
      <ul class="asked">
        {roster.renamings.map(({ unit, name, former }) => (
          <li key={unit}>
            <p>
              “{name}”是原来的“{former}”改名的吗？
            </p>
            <p class="steps">
              <button type="button" onClick={() => say(unit, true)}>
                是，改了名
              </button>
              <button type="button" onClick={() => say(unit, false)}>
                不是同一个单位
              </button>
            </p>
          </li>
        ))}
      </ul>
      <Trouble message={trouble} />
    </section>
  );
}
