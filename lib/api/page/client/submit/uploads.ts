import { isSkipped } from "../../../../storage/skipped-names.ts";
import { messageOf } from "../format.ts";
import { UnreachableError, upload } from "../server.ts";
import { addSentFile, sayReceived, sayRefused, sayUnreachable, sayUploading } from "./sent-files.ts";

/** A file with its path in what was chosen or dropped. */
export interface Choice {
  readonly file: File;
  readonly name: string;
}

interface Waiting extends Choice {
  readonly key: number;
}

const AT_A_TIME = 3;
/** A server that is started again is back by then. */
const AGAIN_AFTER_MS = 3000;
const queue: Waiting[] = [];
let running = 0;

/** Whether files are on their way. */
export const isUploading = (): boolean => running > 0;

/** Sends until the server has answered. */
async function send({ file, name, key }: Waiting): Promise<void> {
  for (;;) {
    try {
      sayUploading(key);
      return sayReceived(key, await upload(name, file));
    } catch (error) {
      if (!(error instanceof UnreachableError)) return sayRefused(key, messageOf(error));
      sayUnreachable(key);
      await new Promise((resume) => setTimeout(resume, AGAIN_AFTER_MS));
    }
  }
}

function sendNext(): void {
  while (running < AT_A_TIME) {
    const next = queue.shift();
    if (next === undefined) return;
    running += 1;
    send(next).finally(() => {
      running -= 1;
      sendNext();
    });
  }
}

/** Sends files one after the other, hidden ones left alone. */
export function submit(choices: readonly Choice[]): void {
  for (const choice of choices) {
    if (choice.name.split("/").some(isSkipped)) continue;
    queue.push({ ...choice, key: addSentFile(choice.name) });
  }
  sendNext();
}
