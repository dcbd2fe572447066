import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { entryOf, putRoster, type Roster, type UnitEntry } from "./roster-server.ts";
import type { RosterOf } from "./year.ts";

interface FormProps {
  readonly of: RosterOf;
  readonly roster: Roster;
  /** The unit that is changed; null for one that is added. */
  readonly id: string | null;
  readonly onDone: () => void;
}

const NEW: UnitEntry = { name: "", aliases: [], division: null, contact: null, counts: true };

function entryIn(form: HTMLFormElement): UnitEntry {
  const typed = new FormData(form);
  const text = (name: string) => String(typed.get(name) ?? "").trim();
  return {
    name: text("name"),
    aliases: text("aliases")
      .split(/[,，、;；\s]/u)
      .filter((alias) => alias !== ""),
    division: text("division") || null,
    contact: text("contact") || null,
    counts: typed.has("counts"),
  };
}

/** A unit as it is called now: reports that bear its former name are still its own. */
const renamed = ({ id, name }: UnitEntry, typed: UnitEntry): UnitEntry => ({
  ...typed,
  id,
  aliases: [...new Set([...typed.aliases, ...(name === typed.name ? [] : [name])])],
});

/** A unit's entry of the roster, to be changed, added or struck off. */
export function UnitForm({ of, roster, id, onDone }: FormProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const entry = roster.units.find((unit) => unit.id === id) ?? NEW;
  const put = (units: readonly UnitEntry[]) =>
    putRoster(of, { due: roster.due, units: units.map(entryOf) }).then(onDone, (error) => setTrouble(messageOf(error)));
  const others = roster.units.filter((unit) => unit.id !== id);
  return (
    <form
      class="unit"
      aria-label="名单中的单位"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = entryIn(event.currentTarget);
        // It stays in its place.
        put(
          id === null ? [...others, typed] : roster.units.map((unit) => (unit.id === id ? renamed(unit, typed) : unit)),
        );
      }}
    >
      <label>
        单位名称
        <input name="name" required maxlength={100} defaultValue={entry.name} />
      </label>
      <label>
        别名（用顿号分开）
        <input name="aliases" maxlength={500} defaultValue={entry.aliases.join("、")} />
      </label>
      <label>
        行政区划代码（6位）
        <input name="division" pattern="\d{6}" inputmode="numeric" maxlength={6} defaultValue={entry.division ?? ""} />
      </label>
      <label>
        联系人
        <input name="contact" maxlength={100} defaultValue={entry.contact ?? ""} />
      </label>
      <label>
        <input name="counts" type="checkbox" defaultChecked={entry.counts} />
        计入汇总
      </label>
      <p class="steps">
        <button type="submit" class="main">
          保存
        </button>
        <button type="button" onClick={onDone}>
          取消
        </button>
        {id !== null && (
          <button
            type="button"
            onClick={() => confirm(`从名单里删去“${entry.name}”？它的报告仍然保留。`) && put(others)}
          >
            从名单里删去
          </button>
        )}
      </p>
      <Trouble message={trouble} />
    </form>
  );
}
