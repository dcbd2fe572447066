import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { ChooseFile } from "../parts/choose-file.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { putRoster, type Roster, type UnitEntry } from "./roster-server.ts";
import type { RosterOf } from "./year.ts";

/** Units as they are typed: a line each; behind the name, parted by commas or tabs, other names. */
function unitsIn(text: string): UnitEntry[] {
  return text
    .split("\n")
    .map((line) =>
      line
        .split(/[,，、;；\t]/u)
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .flatMap(([name, ...aliases]) =>
      name === undefined ? [] : [{ name, aliases, division: null, contact: null, counts: true }],
    );
}

interface ImportProps {
  readonly of: RosterOf;
  readonly roster: Roster;
}

/** Brings a year's roster in: from a sheet, or typed. What is there already is replaced. */
export function RosterImport({ of, roster }: ImportProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [due, setDue] = useState(roster.due ?? "");
  const put = (what: Parameters<typeof putRoster>[1]) => {
    const has = roster.units.length;
    if (has > 0 && !confirm(`用新的名单替换现有的${has}个单位？已经认过的报告仍然记得。`)) return;
    putRoster(of, what).then(
      () => {
        setTrouble(null);
        setText("");
      },
      (error) => setTrouble(messageOf(error)),
    );
  };
  const typed = unitsIn(text);
  return (
    <details class="import" open={roster.units.length === 0}>
      <summary>{roster.units.length === 0 ? "导入报送名单" : "换一份名单"}</summary>
      <p>
        表格（.xlsx 或 .csv）第一行写明：单位名称、别名、行政区划代码、联系人、截止日期、计入汇总；只有单位名称必须有。
      </p>
      <p class="steps">
        <ChooseFile words="选择名单表格" id="roster-sheet" accept=".xlsx,.csv,.txt" onFile={put} />
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.length > 0) put({ due: due === "" ? null : due, units: typed });
        }}
      >
        <label>
          或者在这里录入，一行一个单位；别名写在后面，用顿号分开
          <textarea
            rows={5}
            value={text}
            placeholder={"云泽县教育局、县教育局\n青溪镇人民政府"}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p class="steps">
          <label>
            截止日期
            <input type="date" value={due} onInput={(event) => setDue(event.currentTarget.value)} />
          </label>
          <button type="submit" disabled={typed.length === 0}>
            保存这{typed.length}个单位
          </button>
        </p>
      </form>
      <Trouble message={trouble} />
    </details>
  );
}
