import { Binary } from "../shared/binary.ts";
import { SPRM } from "./modifiers.ts";
import type { Piece } from "./pieces.ts";
import { type Run, runsOfPiece } from "./runs.ts";
import { NO_CHANGES, type TextChanges, textChanges } from "./text-properties.ts";

/** What the runs and pieces themselves say of each character, without its styles. */

/** Gives what is said of a character; the same object for characters of one run. */
export type CharacterChanges = (position: number) => TextChanges;

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
  const all: TextChanges[] = [NO_CHANGES];
  /** Where in `all` stands what runs with these bytes say: most of a file's runs say one of a few things. */
  const ofRuns = new Map<string, number>();
  const ofLists = new Map<Binary, TextChanges>();
  const ofRun = ({ modifiers }: Run): number => {
    if (modifiers.length === 0) return 0;
    const bytes = String.fromCharCode(...modifiers.bytes);
    const at = ofRuns.get(bytes) ?? all.push(textChanges(modifiers)) - 1;
    ofRuns.set(bytes, at);
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
    for (const { run, first, last } of runsOfPiece(runs, piece)) {
      const at = ofRun(run);
      if (at === 0) continue;
      index.fill(over ? all.push({ ...all[at], ...over }) - 1 : at, first, last);
    }
  }
  return (position) => all[index[position] ?? 0] ?? NO_CHANGES;
}
