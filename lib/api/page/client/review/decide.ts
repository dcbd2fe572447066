import { changed } from "../answers.ts";
import { decideStanding } from "../server.ts";
import { reviewer } from "./reviewer.ts";

/** Says whether a held report takes the better one's place, and shows what comes of it. */
export async function decide(id: string, replace: boolean): Promise<void> {
  try {
    await decideStanding(id, replace, reviewer.get());
  } finally {
    changed();
  }
}
