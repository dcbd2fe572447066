import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { entryOf, putRoster, type Roster } from "./roster-server.ts";
import type { RosterOf } from "./year.ts";

/** The last day on which a report is in time, to be set or put off. */
export function DueDate({ of, roster: { due, units } }: { readonly of: RosterOf; readonly roster: Roster }) {
  const [day, setDay] = useState(due ?? "");
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = (event: Event) => {
    event.preventDefault();
    putRoster(of, { due: day === "" ? null : day, units: units.map(entryOf) }).then(
      () => setTrouble(null),
      (error) => setTrouble(messageOf(error)),
    );
  };
  return (
    <form class="steps" onSubmit={save}>
      <label>
        截止日期
        <input type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
      {day !== (due ?? "") && <button type="submit">改截止日期</button>}
      <Trouble message={trouble} />
    </form>
  );
}
