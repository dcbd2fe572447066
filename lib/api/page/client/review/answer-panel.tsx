import { useState } from "preact/hooks";
import type { ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { useFollowed } from "../followed.ts";
import { Trouble } from "../parts/trouble.tsx";
import { can } from "../words.ts";
import { AnswerForm } from "./answer-form.tsx";
import { Cutout } from "./cutout.tsx";
import { Nearest } from "./nearest.tsx";
import { reviewer } from "./reviewer.ts";
import { ReviewerName } from "./reviewer-name.tsx";
import { isIdentity, type Subject, subjectOf } from "./subject.ts";

interface PanelProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  /** What is looked at. */
  readonly name: string;
  readonly onChoose: (name: string | null) => void;
  readonly onSettled: (name: string) => void;
  /** Why the last word was refused: shown also where what it was about has meanwhile been settled. */
  readonly refused: string | null;
  readonly onRefused: (why: string | null) => void;
}

/** What each reading has, and why it is in doubt. */
function Readings({ subject, readable }: { readonly subject: Subject; readonly readable: ReadableReport }) {
  const { current, blank, other, seen, place, name } = subject;
  const doubt = readable.doubts.find((each) => each.name === name);
  const shown = readable.cells[name];
  const read = blank !== null && blank.trim() !== "" ? blank : current === null ? null : String(current);
  return (
    <div class="readings">
      {doubt?.sentence && <p>{doubt.sentence}</p>}
      {!isIdentity(name) && (
        <p>
          {read === null ? (blank === null ? "没有读出" : "看似空白") : "读作"}
          {read !== null && <b>{read}</b>}
          {other !== null && (
            <>
              ，另一次读作<b>{other === "" ? "空白" : other}</b>
            </>
          )}
          {seen !== null && `，${seen}`}
          {place !== "" && <span class="place">（{place}）</span>}
          <Nearest readable={readable} name={name} />
        </p>
      )}
      {shown?.reasons.map((reason) => (
        <p key={reason} class="reason">
          {reason}
        </p>
      ))}
    </div>
  );
}

/** From one doubt to the next, without answering. */
function Steps({ readable, name, onChoose }: Pick<PanelProps, "readable" | "name" | "onChoose">) {
  const index = readable.doubts.findIndex((doubt) => doubt.name === name);
  if (index < 0) return null;
  const step = (by: number) => onChoose(readable.doubts.at((index + by) % readable.doubts.length)?.name ?? null);
  return (
    <p class="steps">
      第{index + 1}处，共{readable.doubts.length}处
      <button type="button" onClick={() => step(-1)}>
        上一处
      </button>
      <button type="button" onClick={() => step(1)}>
        下一处
      </button>
    </p>
  );
}

/** A person's word: asked for where there is a doubt, and otherwise taken from who wants to correct something. */
function Answering({
  report,
  readable,
  name,
  subject,
  onChoose,
  onSettled,
  onRefused,
}: PanelProps & { readonly subject: Subject }) {
  const who = useFollowed(reviewer);
  const [correcting, setCorrecting] = useState<string | null>(null);
  const unit = subjectOf(report, readable, `${name}.unit`);
  if (!subject.isUncertain && correcting !== name)
    return (
      <p class="steps">
        <button type="button" onClick={() => setCorrecting(name)}>
          更正
        </button>
        {unit.current !== null && (
          <button type="button" onClick={() => onChoose(unit.name)}>
            更正单位（印的是“{unit.current}”）
          </button>
        )}
      </p>
    );
  if (who === "") return <ReviewerName />;
  return (
    <AnswerForm
      key={name}
      id={report.id}
      subject={subject}
      onSaid={() => {
        setCorrecting(null);
        if (subject.isUncertain) onSettled(name);
      }}
      onRefused={onRefused}
    />
  );
}

/** One thing of the report, what each reading has of it, and a person's word on it. */
export function AnswerPanel(props: PanelProps) {
  const { report, readable, name, onChoose, refused } = props;
  const subject = subjectOf(report, readable, name);
  return (
    <section class="panel" aria-label="核对这一处">
      <div class="panel-head">
        <h3>{subject.label}</h3>
        <Steps readable={readable} name={name} onChoose={onChoose} />
        <button type="button" onClick={() => onChoose(null)}>
          关闭
        </button>
      </div>
      <Cutout report={report} name={name} />
      <Readings subject={subject} readable={readable} />
      {can("review") && <Answering {...props} subject={subject} />}
      <Trouble message={refused} />
    </section>
  );
}
