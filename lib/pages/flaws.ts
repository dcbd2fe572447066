import { type Flaw, mergedFlaws } from "../document/appearance.ts";
import type { Block, Box, Cell } from "../document/document.ts";
import { Bands } from "./bands.ts";
import { contains } from "./geometry.ts";

/** What is not plain on a drawn page, and where; points, as places of the document. */
export interface PlacedFlaw extends Flaw {
  readonly page: number;
  readonly box: Box;
}

/** What a flaw may belong to: a cell, or a paragraph, by its place in the document. */
interface Target {
  readonly box: Box;
  readonly block: number;
  readonly cell: number | null;
}

/**
 * How far beside a cell's text (in its heights) a struck or covered character may stand that belongs to it: tables
 * without borders have no wider cells.
 */
const BESIDE = 1.5;

const areaOf = ({ box }: Target): number => box[2] * box[3];

function indexTargets(blocks: readonly Block[]): Bands<Target> {
  const targets = new Bands<Target>();
  const add = (place: Block["place"], block: number, cell: number | null) => {
    if ("page" in place)
      targets.add(place.page, place.box[1], place.box[1] + place.box[3], { box: place.box, block, cell });
  };
  blocks.forEach((block, index) => {
    // Page headers and slanting marks lie over cells and say nothing.
    if (block.kind === "paragraph" && block.role !== "furniture") add(block.place, index, null);
    else if (block.kind === "table") block.cells.forEach((cell, at) => add(cell.place, index, at));
  });
  return targets;
}

/** The smallest target around a point, else the nearest one on its line. */
function findTarget(targets: readonly Target[], x: number, y: number): Target | undefined {
  const around = targets.filter(({ box }) => contains(box, x, y));
  if (around.length > 0) return around.reduce((least, next) => (areaOf(next) < areaOf(least) ? next : least));
  const gap = ({ box }: Target) => Math.max(box[0] - x, x - box[0] - box[2]);
  const beside = targets.filter(
    (target) => y >= target.box[1] && y <= target.box[1] + target.box[3] && gap(target) < BESIDE * target.box[3],
  );
  return beside.toSorted((a, b) => gap(a) - gap(b))[0];
}

/** The blocks of drawn pages with the flaws that stand in or over each cell and paragraph. */
export function withFlaws(blocks: readonly Block[], flaws: readonly PlacedFlaw[]): Block[] {
  if (flaws.length === 0) return [...blocks];
  const targets = indexTargets(blocks);
  const found = new Map<string, Flaw[]>();
  for (const { page, box, kind, how, text } of flaws) {
    const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
    const target = findTarget(targets.near(page, y), x, y);
    if (!target) continue;
    const key = `${target.block}/${target.cell ?? ""}`;
    const known = found.get(key);
    if (known) known.push({ kind, how, text });
    else found.set(key, [{ kind, how, text }]);
  }
  const flawed = <T extends Cell | Block>(part: T, key: string): T => {
    const own = found.get(key);
    return own ? { ...part, flaws: mergedFlaws(own) } : part;
  };
  return blocks.map((block, index): Block => {
    if (block.kind !== "table") return flawed(block, `${index}/`);
    return { ...block, cells: block.cells.map((cell, at) => flawed(cell, `${index}/${at}`)) };
  });
}
