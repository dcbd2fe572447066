import { LIMITS } from "../../limits.ts";
import type { Binary } from "../shared/binary.ts";
import type { LargeLists } from "./large-lists.ts";
import { eachModifier, NAME_SIZE, SPRM } from "./modifiers.ts";
import { type Piece, pieceAt } from "./pieces.ts";
import { type Run, runIndex } from "./runs.ts";
import type { Style } from "./styles.ts";
import { type ParagraphChanges, paragraphChanges } from "./text-properties.ts";

/** Properties of paragraphs: what their style, their run and their piece say, one after the other. */

/** Short numbers of a piece's single modifier ([MS-DOC] 2.9.215, Prm0). */
const SHORT = { inTable: 0x18, rowEnd: 0x19 } as const;
/** What the properties of paragraphs are read from. */
export interface ParagraphSource {
  readonly pieces: readonly Piece[];
  readonly paragraphRuns: readonly Run[];
  readonly style: (index: number) => Style;
  readonly largeLists: LargeLists;
  readonly characters: string;
}

export interface ParagraphProperties {
  readonly style: Style;
  readonly depth: number;
  readonly rowEnd: boolean;
  readonly innerCellEnd: boolean;
  readonly innerRowEnd: boolean;
  readonly list: number;
  readonly listLevel: number;
  readonly outlineLevel: number;
  readonly look: ParagraphChanges;
  readonly tableModifiers: readonly Binary[];
}

/** Where a character lies in the file, and the run of the paragraph that it belongs to. */
export function runAt(
  { pieces, paragraphRuns }: ParagraphSource,
  at: number,
): { run: Run; piece: Piece; place: number } | null {
  const piece = pieceAt(pieces, at);
  if (!piece) return null;
  const place = piece.offset + (at - piece.from) * piece.width;
  const run = paragraphRuns[runIndex(paragraphRuns, place)];
  return run && place < run.to ? { run, piece, place } : null;
}

export function propertiesAt(
  text: ParagraphSource,
  at: number,
  known: Map<Run, ParagraphProperties>,
): ParagraphProperties {
  const found = runAt(text, at);
  if (!found) return parse(text, 0, [], null);
  const { run, piece } = found;
  if (piece.modifiers.kind !== "none") return parse(text, run.style, [run.modifiers], piece);
  let properties = known.get(run);
  if (!properties) {
    properties = parse(text, run.style, [run.modifiers], null);
    known.set(run, properties);
  }
  return properties;
}

/** Properties while the modifiers that set them are applied. */
interface Draft {
  style: Style;
  list: number | null;
  listLevel: number | null;
  outlineLevel: number;
  inTable: boolean;
  depth: number | null;
  rowEnd: boolean;
  innerCellEnd: boolean;
  innerRowEnd: boolean;
  look: ParagraphChanges;
  readonly tableModifiers: Binary[];
}

/** What a style says, which the modifiers behind it change. */
const ofStyle = (style: Style) => ({
  style,
  list: style.list,
  listLevel: style.listLevel,
  outlineLevel: style.outlineLevel,
  look: style.paragraph,
});

const isSet = (modifiers: Binary, at: number): boolean => modifiers.u8(at) === 1;

/** What single modifiers change, by their names. */
const CHANGES: Readonly<Record<number, (draft: Draft, modifiers: Binary, at: number, text: ParagraphSource) => void>> =
  {
    [SPRM.paragraphStyle]: (draft, modifiers, at, text) => {
      Object.assign(draft, ofStyle(text.style(modifiers.u16(at))));
    },
    [SPRM.inTable]: (draft, modifiers, at) => {
      draft.inTable = isSet(modifiers, at);
    },
    [SPRM.rowEnd]: (draft, modifiers, at) => {
      draft.rowEnd = isSet(modifiers, at);
    },
    [SPRM.innerCellEnd]: (draft, modifiers, at) => {
      draft.innerCellEnd = isSet(modifiers, at);
    },
    [SPRM.innerRowEnd]: (draft, modifiers, at) => {
      draft.innerRowEnd = isSet(modifiers, at);
    },
    [SPRM.tableDepth]: (draft, modifiers, at) => {
      draft.depth = modifiers.i32(at);
    },
    [SPRM.tableDepthChange]: (draft, modifiers, at) => {
      draft.depth = (draft.depth ?? 0) + modifiers.i32(at);
    },
    [SPRM.listLevel]: (draft, modifiers, at) => {
      draft.listLevel = modifiers.u8(at);
    },
    [SPRM.list]: (draft, modifiers, at) => {
      draft.list = modifiers.u16(at);
    },
    [SPRM.outlineLevel]: (draft, modifiers, at) => {
      draft.outlineLevel = modifiers.u8(at);
    },
  };

/** Modifiers that stand for a list of others elsewhere in the file. */
const LARGE: ReadonlySet<number> = new Set([SPRM.hugeProperties, SPRM.hugePropertiesOld, SPRM.tableProperties]);

function apply(draft: Draft, modifiers: Binary, text: ParagraphSource, largeLists: LargeLists | null): void {
  let applied = 0;
  eachModifier(modifiers, (name, at, size) => {
    CHANGES[name]?.(draft, modifiers, at, text);
    const large = LARGE.has(name) ? largeLists?.at(modifiers.u32(at)) : undefined;
    if (!large) return;
    // It applies in its place: Word repeats a row's definition behind it for readers that do not follow it.
    draft.tableModifiers.push(modifiers.part(applied, at - NAME_SIZE - applied));
    apply(draft, large, text, null);
    applied = at + size;
  });
  draft.look = { ...draft.look, ...paragraphChanges(modifiers) };
  draft.tableModifiers.push(modifiers.part(applied, modifiers.length - applied));
}

function parse(
  text: ParagraphSource,
  styleIndex: number,
  lists: readonly Binary[],
  piece: Piece | null,
): ParagraphProperties {
  const draft: Draft = {
    ...ofStyle(text.style(styleIndex)),
    inTable: false,
    depth: null,
    rowEnd: false,
    innerCellEnd: false,
    innerRowEnd: false,
    tableModifiers: [],
  };
  for (const modifiers of lists) apply(draft, modifiers, text, text.largeLists);
  if (piece?.modifiers.kind === "list")
    apply(draft, text.largeLists.counted(piece.modifiers.list), text, text.largeLists);
  else if (piece?.modifiers.kind === "one") {
    const { number, value } = piece.modifiers;
    if (number === SHORT.inTable) draft.inTable = value !== 0;
    else if (number === SHORT.rowEnd) draft.rowEnd = value !== 0;
  }
  const { inTable, depth, list, listLevel, ...rest } = draft;
  return {
    ...rest,
    depth: inTable ? Math.min(Math.max(depth ?? 1, 1), LIMITS.docTableDepth) : 0,
    list: list ?? 0,
    listLevel: listLevel ?? 0,
  };
}
