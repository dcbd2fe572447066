import { isSkipped } from "../../../storage/skipped-names.ts";
import { messageOf } from "./dom.ts";
import { addSentFile, type SentFile, sayReceived, sayRefused, sayUploading } from "./sent-files.ts";
import { upload } from "./server.ts";

/** A file with its path in what was chosen or dropped. */
export interface Choice {
  readonly file: File;
  readonly name: string;
}

interface Waiting extends Choice {
  readonly sent: SentFile;
}

const AT_A_TIME = 3;
const queue: Waiting[] = [];
let running = 0;

/** Whether files are on their way. */
export const isUploading = (): boolean => running > 0;

async function send({ file, name, sent }: Waiting): Promise<void> {
  try {
    sayUploading(sent);
    sayReceived(sent, await upload(name, file));
  } catch (error) {
    sayRefused(sent, messageOf(error));
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
    queue.push({ ...choice, sent: addSentFile(choice.name) });
  }
  sendNext();
}
