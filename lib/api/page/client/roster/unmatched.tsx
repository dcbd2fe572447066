import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { can, WORDS } from "../words.ts";
import { matchReport, type Roster, type Unit } from "./roster-server.ts";
import type { RosterOf } from "./year.ts";

/** A unit as it is told from its namesakes. */
const labelOf = ({ name, division }: Unit): string => (division === null ? name : `${name}（${division}）`);

const UNITS = "unit-names";

interface ItemProps {
  readonly report: Roster["unmatched"][number];
  readonly units: readonly Unit[];
  readonly onSay: (unit: string | null) => Promise<unknown>;
}

/** Asks whose a report is. */
function WhoseForm({ units, onSay }: Omit<ItemProps, "report">) {
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const unit = units.find((each) => labelOf(each) === text.trim());
  const say = (whose: string | null) => onSay(whose).catch((error) => setTrouble(messageOf(error)));
  return (
    <>
      <form
        class="steps"
        onSubmit={(event) => {
          event.preventDefault();
          if (unit !== undefined) say(unit.id);
        }}
      >
        <label>
          是哪个单位的
          <input
            list={UNITS}
            value={text}
            placeholder="输入名称选择"
            autocomplete="off"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={unit === undefined}>
          确定
        </button>
        <button type="button" onClick={() => say(null)}>
          不是名单里的
        </button>
      </form>
      <Trouble message={trouble} />
    </>
  );
}

function UnmatchedItem({ report, units, onSay }: ItemProps) {
  return (
    <li>
      <p>
        <ReportLink id={report.id}>{report.organization ?? report.name}</ReportLink>
        <span class="file">
          {report.folder !== "" && `${report.folder}/`}
          {report.name.split("/").at(-1)}，{WORDS.statuses[report.status].words}
        </span>
      </p>
      {can("review") && <WhoseForm units={units} onSay={onSay} />}
    </li>
  );
}

/** Reports of which nobody knows whose they are; asked once, and remembered. */
export function Unmatched({ of, roster }: { readonly of: RosterOf; readonly roster: Roster }) {
  if (roster.unmatched.length === 0) return null;
  return (
    <section id="unmatched" aria-label="对不上名单的报告">
      <h2>
        对不上名单的
        <small>
          {roster.moreUnmatched ? "先列出" : ""}
          {roster.unmatched.length}份
        </small>
      </h2>
      {can("review") && <p>请说明各是哪个单位的；说过一次，以后同样的就不再问。</p>}
      <datalist id={UNITS}>
        {roster.units.map((unit) => (
          <option key={unit.id} value={labelOf(unit)} />
        ))}
      </datalist>
      <ul class="asked">
        {roster.unmatched.map((report) => (
          <UnmatchedItem
            key={report.id}
            report={report}
            units={roster.units}
            onSay={(unit) => matchReport(of, report.id, unit)}
          />
        ))}
      </ul>
    </section>
  );
}
