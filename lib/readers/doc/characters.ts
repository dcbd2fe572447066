/** What the runs and pieces themselves say of each character, without its styles. */
import { Binary } from "./binary.ts";
import { SPRM } from "./modifiers.ts";
import type { Piece } from "./pieces.ts";
import { type Run, runIndex } from "./runs.ts";
import { type TextChanges, textChanges } from "./text-properties.ts";

/** Gives what is said of a character; the same object for characters of one run. */
export type CharacterChanges = (position: number) => TextChanges;

const NOTHING: TextChanges = {};
/** Short numbers of a piece's single modifier ([MS-DOC] 2.9.215, Prm0), and their full names. */
const SHORT: Readonly<Record<number, number>> = {
  65: SPRM.deleted,
  77: SPRM.highlight,
  78: SPRM.embossed,
  80: SPRM.webHidden,
  81: SPRM.alwaysHidden,
  87: SPRM.struck,
  92: SPRM.hidden,
  98: SPRM.colourIndex,
  104: SPRM.script,
  115: SPRM.doublyStruck,
  116: SPRM.imprinted,
};

export function readCharacters(length: number, pieces: readonly Piece[], runs: readonly Run[]): CharacterChanges {
  const index = new Uint32Array(length);
  const all: TextChanges[] = [NOTHING];
  /** Where in `all` what a run says stands, alone, and what a list of a piece says. */
  const ofRuns = new Map<Run, number>();
  const ofLists = new Map<Binary, TextChanges>();
  const ofRun = (run: Run): number => {
    let at = run.modifiers.length === 0 ? 0 : ofRuns.get(run);
    if (at === undefined) {
      at = all.push(textChanges(run.modifiers)) - 1;
      ofRuns.set(run, at);
    }
    return at;
  };
  const ofPiece = ({ modifiers }: Piece): TextChanges | null => {
    if (modifiers.kind === "list") {
      const changes = ofLists.get(modifiers.list) ?? textChanges(modifiers.list);
      ofLists.set(modifiers.list, changes);
      return changes;
    }
    const name = modifiers.kind === "one" ? SHORT[modifiers.number] : undefined;
    if (modifiers.kind !== "one" || name === undefined) return null;
    return textChanges(new Binary(Uint8Array.of(name & 255, name >> 8, modifiers.value)));
  };
  for (const piece of pieces) {
    const over = ofPiece(piece);
    if (over) index.fill(all.push(over) - 1, piece.from, piece.to);
    const end = piece.offset + (piece.to - piece.from) * piece.width;
    for (let i = Math.max(0, runIndex(runs, piece.offset)); i < runs.length; i++) {
      const run = runs[i] as Run;
      if (run.from >= end) break;
      const from = Math.max(run.from, piece.offset);
      const to = Math.min(run.to, end);
      const at = to > from ? ofRun(run) : 0;
      if (at === 0) continue;
      const first = piece.from + Math.ceil((from - piece.offset) / piece.width);
      const last = piece.from + Math.ceil((to - piece.offset) / piece.width);
      index.fill(over ? all.push({ ...all[at], ...over }) - 1 : at, first, last);
    }
  }
  return (position) => all[index[position] ?? 0] ?? NOTHING;
}
