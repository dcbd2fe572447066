import { useEffect, useState } from "preact/hooks";

/** A pause in typing; what is asked for then follows the text. */
const PAUSE_MS = 400;

interface TypedFilterProps {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly maxlength: number;
  readonly inputmode?: "numeric" | "search";
  /** What is asked for now. */
  readonly chosen: string;
  /** Why a text can't be asked for; null where it can. */
  readonly refusal?: (text: string) => string | null;
  readonly onChoose: (text: string) => void;
}

/** A filter that is typed: it asks in a pause, and keeps what is being typed whatever is drawn anew around it. */
export function TypedFilter({ label, chosen, refusal = () => null, onChoose, ...input }: TypedFilterProps) {
  const [text, setText] = useState(chosen);
  useEffect(() => setText(chosen), [chosen]);
  const wrong = refusal(text.trim());
  useEffect(() => {
    if (wrong !== null || text.trim() === chosen) return;
    const pause = setTimeout(() => onChoose(text.trim()), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [text]);
  return (
    <label>
      {label}
      <input
        {...input}
        type="search"
        autocomplete="off"
        aria-invalid={wrong !== null}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {wrong !== null && <span role="alert">{wrong}</span>}
    </label>
  );
}
