import { useState } from "preact/hooks";
import { addressOf, type Filters } from "../address.ts";
import { dayWords, formatted } from "../format.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { can, canEverywhere, WORDS } from "../words.ts";
import type { Roster, Unit, UnitState } from "./roster-server.ts";
import { isToSendBack, STATES } from "./states.ts";
import { type RosterOf, rosterQuery } from "./year.ts";

const ROWS = 50;

interface UnitProps {
  readonly of: RosterOf;
  readonly filters: Filters;
  /** Opens a unit's entry of the roster, to be changed. */
  readonly onEdit: (unit: string) => void;
  readonly onSentBack: (units: readonly string[]) => void;
}

function Report({ unit }: { readonly unit: Unit }) {
  const { report, held, unread } = unit;
  if (report === null && held === null && unread === null) return <>—</>;
  return (
    <>
      {report !== null && (
        <ReportLink id={report.id}>
          {report.uncertain > 0
            ? `${formatted(report.uncertain)}处待核对`
            : report.errors > 0
              ? `${formatted(report.errors)}处错误`
              : "看报告"}
        </ReportLink>
      )}
      {held !== null && (
        <span class="file">
          <ReportLink id={held}>新交的一份待决定</ReportLink>
        </span>
      )}
      {unread !== null && (
        <span class="file">
          <ReportLink id={unread.id}>{WORDS.statuses[unread.status].words}</ReportLink>
        </span>
      )}
    </>
  );
}

function Row({ unit, of, filters, onEdit, onSentBack }: { readonly unit: Unit } & UnitProps) {
  const { id, name, division, state, late, sentBack, answered, contact } = unit;
  // The division tells towns of one name apart.
  const more = [division, contact].filter((words) => words !== null).join("，");
  return (
    <tr>
      <td>
        <a href={addressOf(["reports"], { ...filters, unit: id, year: "", search: "" })}>{name}</a>
        {more !== "" && <span class="file">{more}</span>}
      </td>
      <td class={STATES[state].status}>
        {STATES[state].words}
        {late && <span class="late">逾期</span>}
      </td>
      <td data-label="报告">
        <Report unit={unit} />
      </td>
      <td data-label="退回">
        {sentBack === null ? "—" : `${dayWords(sentBack.at)} ${sentBack.by ?? ""}${answered ? "，已重交" : ""}`}
      </td>
      <td class="acts">
        {(isToSendBack(unit) || state === "sent-back") && (
          <a href={`/roster/notices.zip?${rosterQuery(of)}&unit=${id}`} download>
            下载退回通知
          </a>
        )}
        {isToSendBack(unit) && can("review") && (
          <button type="button" class="link" onClick={() => onSentBack([id])}>
            记为已退回
          </button>
        )}
        {canEverywhere("run") && (
          <button type="button" class="link" onClick={() => onEdit(id)}>
            修改
          </button>
        )}
      </td>
    </tr>
  );
}

const matches = (unit: Unit, text: string): boolean =>
  [unit.name, ...unit.aliases, unit.contact ?? ""].some((words) => words.includes(text));

/** The units of a roster, those of one state or of a name where that is asked for. */
export function UnitTable({
  roster,
  state,
  ...props
}: { readonly roster: Roster; readonly state: UnitState | null } & UnitProps) {
  const [text, setText] = useState("");
  const [wanted, setWanted] = useState(ROWS);
  const units = roster.units.filter((unit) => (state === null || unit.state === state) && matches(unit, text.trim()));
  return (
    <>
      <p class="steps">
        <label>
          找单位
          <input
            type="search"
            value={text}
            placeholder="名称、别名或联系人"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {state !== null && <span>只看“{STATES[state].words}”，再点一次看全部</span>}
      </p>
      <Scroll label="报送名单">
        <table class="list" id="units">
          <thead>
            <tr>
              {["单位", "状态", "报告", "退回"].map((words) => (
                <th key={words} scope="col">
                  {words}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">办理</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {units.slice(0, wanted).map((unit) => (
              <Row key={unit.id} unit={unit} {...props} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {units.length === 0 && <p class="none">没有这样的单位。</p>}
      {units.length > wanted && (
        <p>
          <button type="button" onClick={() => setWanted(wanted + ROWS)}>
            再显示一些（共{formatted(units.length)}个）
          </button>
        </p>
      )}
    </>
  );
}
