import { useEffect, useState } from "preact/hooks";
import { followed, useFollowed } from "./followed.ts";
import { messageOf } from "./format.ts";

/** Counts what has happened to the reports: every answer on the page is asked for anew. */
const changes = followed(0);

const AFTER_MS = 400;
let soon = false;

export const changed = (): void => changes.set(changes.get() + 1);

/** Once for all that happens in a moment. */
export function changedSoon(): void {
  if (soon) return;
  soon = true;
  setTimeout(() => {
    soon = false;
    changed();
  }, AFTER_MS);
}

interface Answered<Answer> {
  /** The last answer, to an earlier question until this one is answered; null until there is one. */
  readonly answer: Answer | null;
  /** Why the last question has none. */
  readonly trouble: string | null;
}

/**
 * Asks, and asks anew with each change; what is shown stays until the next answer, and answers to older questions are
 * dropped.
 * @param question what tells it from others: asked anew when it differs
 */
export function useAnswer<Answer>(question: string, ask: () => Promise<Answer>): Answered<Answer> {
  const change = useFollowed(changes);
  const [answered, setAnswered] = useState<Answered<Answer>>({ answer: null, trouble: null });
  // The question stands for `ask`, which is new each time
  useEffect(() => {
    let current = true;
    ask().then(
      (answer) => current && setAnswered({ answer, trouble: null }),
      (error) => current && setAnswered(({ answer }) => ({ answer, trouble: messageOf(error) })),
    );
    return () => {
      current = false;
    };
  }, [question, change]);
  return answered;
}
