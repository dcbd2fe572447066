import { useEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import type { Word } from "../server.ts";
import { say } from "./say.ts";
import { numberIn, type Subject, type Value, valueIn } from "./subject.ts";

interface FormProps {
  readonly id: string;
  readonly subject: Subject;
  /** Once it is on record. */
  readonly onSaid: () => void;
  /** Why it is not, in the server's words; null where it is said again. */
  readonly onRefused: (why: string | null) => void;
}

const wordsOf = ({ choices }: Subject, value: Value): string =>
  choices.find(([each]) => each === value)?.[1] ?? String(value);

/** What pressing the button says; null where nothing can be said yet. */
function answerOf(subject: Subject, text: string): { readonly words: string; readonly word: Omit<Word, "by"> } | null {
  const { name, current, blank } = subject;
  const after = valueIn(subject, text);
  if (after === undefined) return null;
  if (after === null)
    return current === null && blank !== null
      ? { words: "读得对：没有数字", word: { figure: name, before: null, kind: "confirm" } }
      : null;
  if (after === current)
    return { words: `读得对：${wordsOf(subject, after)}`, word: { figure: name, before: current, kind: "confirm" } };
  const words = current === null ? `填写为${wordsOf(subject, after)}` : `改为${wordsOf(subject, after)}`;
  return { words, word: { figure: name, before: current, after, kind: "correct" } };
}

interface ValueInputProps {
  readonly subject: Subject;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Where one types what stands on the page; it has the focus as soon as there is something to ask. */
function ValueInput({ subject, text, onText }: ValueInputProps) {
  const box = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.select?.();
  }, [subject.name]);
  const shared = {
    ref: box,
    id: "value",
    name: "value",
    value: text,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => onText(event.currentTarget.value),
  };
  if (subject.input === "choice")
    return (
      <select {...shared}>
        <option value="">请选择</option>
        {subject.choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    );
  return (
    <input
      {...shared}
      autocomplete="off"
      inputmode={subject.input === "number" ? "decimal" : "text"}
      maxlength={subject.input === "number" ? 20 : 200}
    />
  );
}

/** A person's word on one thing: as read, this instead, or not on the page. Enter says what the button says. */
export function AnswerForm({ id, subject, onSaid, onRefused }: FormProps) {
  const [text, setText] = useState(subject.current === null ? "" : String(subject.current));
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const answer = answerOf(subject, text);
  const send = (word: Omit<Word, "by">) => {
    setBusy(true);
    onRefused(null);
    say(id, [{ ...word, ...(reason.trim() !== "" && { reason: reason.trim() }) }])
      .then(onSaid, (error) => onRefused(messageOf(error)))
      .finally(() => setBusy(false));
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (answer !== null && !busy) send(answer.word);
  };
  return (
    <form class="answer" onSubmit={submit}>
      <label for="value">
        原件上是
        <ValueInput subject={subject} text={text} onText={setText} />
      </label>
      {!subject.isUncertain && (
        <label>
          更正的理由
          <input
            name="reason"
            required
            maxlength={500}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
      )}
      {subject.other !== null && numberIn(subject.other) !== null && numberIn(subject.other) !== undefined && (
        <button type="button" onClick={() => setText(subject.other ?? "")}>
          填另一次读的{subject.other}
        </button>
      )}
      <button type="submit" class="main" disabled={answer === null || busy}>
        {answer?.words ?? "请填写原件上的内容"}
      </button>
      {subject.input === "number" && subject.name !== "year" && (
        <button
          type="button"
          disabled={busy || (!subject.isUncertain && reason.trim() === "")}
          onClick={() => send({ figure: subject.name, before: subject.current, after: "absent", kind: "absent" })}
        >
          页面上没有这个数
        </button>
      )}
    </form>
  );
}
