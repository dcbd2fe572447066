import type { FullReport } from "../../../schemas.ts";
import { changed } from "../answers.ts";
import { sendReviews, type Word } from "../server.ts";
import { reviewer } from "./reviewer.ts";

/**
 * Puts words about a report on record, under the name of whoever sits at the desk, and shows what comes of them.
 * @throws Error whose message is the server's sentence
 */
export async function say(id: string, words: readonly Omit<Word, "by">[]): Promise<FullReport> {
  try {
    return await sendReviews(
      id,
      words.map((word) => ({ ...word, by: reviewer.get() })),
    );
  } finally {
    // Also where somebody else was faster: then theirs is shown.
    changed();
  }
}
