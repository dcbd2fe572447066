import { useEffect, useRef, useState } from "preact/hooks";
import { useFollowed } from "../followed.ts";
import { canChange, reviewer, setReviewer } from "./reviewer.ts";

const LONGEST = 40;

/** It has the focus as soon as it is asked, as what is asked after it. */
function NameForm({ first, onDone }: { readonly first: string; readonly onDone: () => void }) {
  const [name, setName] = useState(first);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  const save = (event: Event) => {
    event.preventDefault();
    if (name.trim() === "") return;
    setReviewer(name.trim());
    onDone();
  };
  return (
    <form class="reviewer" onSubmit={save}>
      <label>
        您的姓名（记在每一处确认上，只问一次）
        <input
          ref={box}
          name="reviewer"
          required
          maxlength={LONGEST}
          autocomplete="name"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit">好</button>
    </form>
  );
}

/** Who confirms: asked for where it is not known, and can be changed. */
export function ReviewerName() {
  const name = useFollowed(reviewer);
  const [changing, setChanging] = useState(false);
  if (name === "" || changing) return <NameForm first={name} onDone={() => setChanging(false)} />;
  return (
    <p class="reviewer">
      核对人：{name}
      {canChange && (
        <button type="button" class="link" onClick={() => setChanging(true)}>
          换人
        </button>
      )}
    </p>
  );
}
