import { formatted } from "../format.ts";
import type { Roster, UnitState } from "./roster-server.ts";
import { STATE_NAMES, STATES } from "./states.ts";

const DAY_MS = 86_400_000;

function dueWords(due: string): string {
  const days = Math.ceil((Date.parse(`${due}T23:59:59+08:00`) - Date.now()) / DAY_MS) - 1;
  return days < 0 ? `截止${due}，已过${-days}天` : days === 0 ? `截止${due}，就是今天` : `截止${due}，还有${days}天`;
}

interface ProgressProps {
  readonly roster: Roster;
  readonly chosen: UnitState | null;
  readonly onChoose: (state: UnitState | null) => void;
}

/** How far the year has come: units in each state; a click shows them. */
export function Progress({ roster: { units, states, due }, chosen, onChoose }: ProgressProps) {
  const late = units.filter((unit) => unit.late).length;
  return (
    <>
      <p>
        应交{formatted(units.length)}个单位，{due === null ? "没有设截止日期" : dueWords(due)}
        {late > 0 && `，逾期${formatted(late)}个`}。
      </p>
      <div class="bar" aria-hidden="true">
        {STATE_NAMES.filter((state) => states[state] > 0).map((state) => (
          <span key={state} class={state} style={{ flexGrow: states[state] }} />
        ))}
      </div>
      <ul class="states">
        {STATE_NAMES.map((state) => (
          <li key={state} class={state}>
            <button
              type="button"
              aria-pressed={chosen === state}
              onClick={() => onChoose(chosen === state ? null : state)}
            >
              <b>{formatted(states[state])}</b>
              {STATES[state].words}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
