import { useFollowed } from "../followed.ts";
import { WORDS } from "../words.ts";
import { state } from "./state.ts";

/** What the page is, what goes on, and the way out where there is one. */
export function Header() {
  const { words, isTrouble } = useFollowed(state);
  return (
    <header>
      {WORDS.canLeave && (
        <form method="post" action="/sign-out">
          <button type="submit">退出</button>
        </form>
      )}
      <h1>{WORDS.title}</h1>
      <p id="state" role="status" class={isTrouble ? "trouble" : ""}>
        {words}
      </p>
    </header>
  );
}
