import type { ExportAnswer } from "../../../export-routes.ts";
import { followed } from "../followed.ts";
import { askExport, askExports } from "../server.ts";
import { can } from "../words.ts";

/** What is made in the background for whoever looks at the page: asked for here or before, followed until it is ready. */

export const exportsHere = followed<readonly ExportAnswer[]>([]);

/** What was asked for from this page and is to be fetched once it is ready. */
const awaited = new Set<string>();

/** The first looks come soon: small ones are made at once. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
let looking = false;

const isUnfinished = ({ state }: ExportAnswer): boolean => state === "queued" || state === "running";

/** Has the browser take a file along. */
function fetchFile(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

async function look(): Promise<void> {
  const { items } = await askExports();
  for (const { id, state, files } of items) {
    // Of several files a browser would ask about each: they are in the list.
    if (state === "ready" && awaited.delete(id) && files.length === 1 && files[0]) fetchFile(files[0].url);
  }
  exportsHere.set(items);
}

/** Looks until nothing is left to be made. */
async function follow(): Promise<void> {
  if (looking) return;
  looking = true;
  for (let pause = FIRST_PAUSE_MS; exportsHere.get().some(isUnfinished); ) {
    await new Promise((resume) => setTimeout(resume, pause));
    pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5);
    // A server that can't be reached is asked again.
    await look().catch(() => {});
  }
  looking = false;
}

/** What was asked for before. */
export async function followExports(): Promise<void> {
  if (!can("look")) return;
  await look().catch(() => {});
  await follow();
}

/**
 * Has something made and fetches it when it is ready.
 * @param query what the list is asked by
 * @throws Error whose message is the server's sentence
 */
export async function startExport(kind: ExportAnswer["kind"], query: string): Promise<void> {
  const asked = await askExport(kind, Object.fromEntries(new URLSearchParams(query)));
  awaited.add(asked.id);
  exportsHere.set([asked, ...exportsHere.get().filter(({ id }) => id !== asked.id)]);
  void follow();
}
