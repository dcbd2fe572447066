import { useEffect, useRef, useState } from "preact/hooks";
import type { ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { useFollowed } from "../followed.ts";
import { messageOf } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { OfficialTable } from "../report/official-tables.tsx";
import type { Word } from "../server.ts";
import { Cutout } from "./cutout.tsx";
import { Nearest } from "./nearest.tsx";
import { reviewer } from "./reviewer.ts";
import { ReviewerName } from "./reviewer-name.tsx";
import { say } from "./say.ts";
import { numberIn, subjectOf } from "./subject.ts";

interface TypingProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  /** Of the row or table. */
  readonly name: string;
  /** The figures that are typed. */
  readonly figures: readonly string[];
  /** Once they are on record, with the report as it is now. */
  readonly onDone: (report: FullReport) => void;
  /** Why the last words were refused. */
  readonly refused: string | null;
  readonly onRefused: (why: string) => void;
  readonly onLeave: () => void;
}

/** The word on each figure that was typed; what is empty says something only where blanks are said to be blank. */
function wordsIn(form: HTMLFormElement, { report, readable, figures }: TypingProps, blanksAreBlank: boolean) {
  const typed = new FormData(form);
  return figures.flatMap((figure): Omit<Word, "by">[] => {
    const { current } = subjectOf(report, readable, figure);
    const after = numberIn(String(typed.get(figure) ?? ""));
    if (after === null) return blanksAreBlank ? [{ figure, before: current, after: "absent", kind: "absent" }] : [];
    return [{ figure, before: current, after, kind: after === current ? "confirm" : "correct" }];
  });
}

function begin(input: HTMLInputElement | null | undefined): void {
  input?.focus();
  input?.select();
}

/** Enter goes to the next figure, as in a spreadsheet; at the last one it says all. */
function goOn(event: { readonly key: string; readonly target: EventTarget | null; preventDefault: () => void }): void {
  if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
  const all = [...(event.target.form?.querySelectorAll<HTMLInputElement>("td input") ?? [])];
  const next = all[all.indexOf(event.target) + 1];
  if (next === undefined) return;
  event.preventDefault();
  begin(next);
}

/** A whole table, or a row of it, typed beside its page. */
export function TableTyping(props: TypingProps) {
  const { report, readable, name, figures, onDone, refused, onRefused, onLeave } = props;
  const who = useFollowed(reviewer);
  const form = useRef<HTMLFormElement>(null);
  const [blanksAreBlank, setBlanksAreBlank] = useState(false);
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
    if (who !== "") begin(form.current?.querySelector<HTMLInputElement>("td input"));
  }, [who === ""]);
  const table = readable.tables.find(({ key }) => figures[0]?.startsWith(`${key}.`));
  if (table === undefined) return null;
  const save = (event: Event) => {
    event.preventDefault();
    if (form.current === null) return;
    const words = wordsIn(form.current, props, blanksAreBlank);
    if (words.length === 0) return onRefused("还没有填写数字。");
    say(report.id, words).then(onDone, (error) => onRefused(messageOf(error)));
  };
  return (
    <section class="typing" aria-label="整表录入">
      <h2>
        照原件录入<small>{figures.length}个数字，回车到下一格</small>
      </h2>
      <Cutout report={report} name={name} />
      <Nearest readable={readable} name={figures[0] ?? ""} />
      {who === "" && <ReviewerName />}
      <form ref={form} onSubmit={save} onKeyDown={goOn}>
        <OfficialTable
          report={report}
          table={table}
          readable={readable}
          chosen={null}
          onChoose={() => {}}
          typed={new Set(figures)}
        />
        <p class="steps">
          <label>
            <input
              type="checkbox"
              checked={blanksAreBlank}
              onChange={(event) => setBlanksAreBlank(event.currentTarget.checked)}
            />
            没有填的格子，原件上也是空的
          </label>
          <button type="submit" class="main" disabled={who === ""}>
            保存这些数字
          </button>
          <button type="button" onClick={onLeave}>
            取消
          </button>
          {who === "" && <span>要保存，请先在“照原件录入”下面填写您的姓名。</span>}
        </p>
        <Trouble message={refused} />
      </form>
    </section>
  );
}
