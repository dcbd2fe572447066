import { useState } from "preact/hooks";
import type { Filters } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { formatted, messageOf } from "../format.ts";
import { Download } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { askSummary } from "../server.ts";
import { can, canEverywhere } from "../words.ts";
import { DueDate } from "./due-date.tsx";
import { LetterWords } from "./letter-words.tsx";
import { Progress } from "./progress.tsx";
import { Renamings } from "./renamings.tsx";
import { RosterImport } from "./roster-import.tsx";
import { askRoster, noteSentBack, type Roster, type UnitState } from "./roster-server.ts";
import { isToSendBack } from "./states.ts";
import { UnitForm } from "./unit-form.tsx";
import { UnitTable } from "./unit-table.tsx";
import { Unmatched } from "./unmatched.tsx";
import { type RosterOf, rosterQuery } from "./year.ts";

interface SectionProps {
  readonly of: RosterOf;
  readonly filters: Filters;
}

/** Letters to all who must change their reports or send other files, and the note that they went out. */
function SendingBack({
  of,
  roster,
  onSentBack,
}: {
  readonly of: RosterOf;
  readonly roster: Roster;
  readonly onSentBack: (units: readonly string[], others: boolean) => void;
}) {
  const { answer: sums } = useAnswer(`summary ${rosterQuery(of)}`, () => askSummary(rosterQuery(of)));
  const units = roster.units.filter(isToSendBack).map(({ id }) => id);
  const hasOthers =
    (sums?.statuses.invalid ?? 0) > roster.units.filter(({ report }) => report?.status === "invalid").length;
  if (units.length === 0 && !hasOthers) return null;
  const whose = [
    ...(units.length > 0 ? [`${formatted(units.length)}个单位`] : []),
    ...(hasOthers ? ["名单以外还没有通知过的"] : []),
  ];
  return (
    <p class="steps">
      <Download href={`/roster/notices.zip?${rosterQuery(of)}`} words={`下载退回修改通知（${whose.join("，以及")}）`} />
      {can("review") && (
        <button type="button" onClick={() => onSentBack(units, hasOthers)}>
          通知已发出，都记为已退回
        </button>
      )}
    </p>
  );
}

/** A year's roster as progress: who has not handed in, what is to be confirmed, what goes back. */
export function RosterSection({ of, filters }: SectionProps) {
  const { answer: roster, trouble } = useAnswer(`roster ${rosterQuery(of)}`, () => askRoster(of));
  const [state, setState] = useState<UnitState | null>(null);
  /** A unit's id; "" for one that is added. */
  const [edited, setEdited] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (roster === null) return <Trouble message={trouble} />;
  const sendBack = (units: readonly string[], others = false) =>
    noteSentBack(of, units, others).then(
      () => setRefusal(null),
      (error) => setRefusal(messageOf(error)),
    );
  return (
    <>
      <section id="roster" aria-label="报送进度">
        <h2>{of.year}年报送进度</h2>
        <Trouble message={trouble ?? refusal} />
        {roster.units.length === 0 ? (
          <p class="none">这一年还没有报送名单。导入名单之后，谁没有交、谁要退回，都会列在这里。</p>
        ) : (
          <Progress roster={roster} chosen={state} onChoose={setState} />
        )}
        <SendingBack of={of} roster={roster} onSentBack={sendBack} />
        {roster.units.length > 0 && (
          <>
            {edited !== null && (
              <UnitForm
                key={edited}
                of={of}
                roster={roster}
                id={edited === "" ? null : edited}
                onDone={() => setEdited(null)}
              />
            )}
            <UnitTable
              roster={roster}
              state={state}
              of={of}
              filters={filters}
              onEdit={setEdited}
              onSentBack={sendBack}
            />
            {canEverywhere("run") && (
              <>
                <p>
                  <button type="button" onClick={() => setEdited("")}>
                    增加一个单位
                  </button>
                </p>
                <DueDate key={roster.due} of={of} roster={roster} />
              </>
            )}
          </>
        )}
        {canEverywhere("run") && (
          <>
            <LetterWords />
            <RosterImport key={rosterQuery(of)} of={of} roster={roster} />
          </>
        )}
      </section>
      {canEverywhere("run") && <Renamings of={of} roster={roster} />}
      <Unmatched of={of} roster={roster} />
    </>
  );
}
