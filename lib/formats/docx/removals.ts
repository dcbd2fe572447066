import type { Scope } from "./scope.ts";
import { isOff } from "./style-marks.ts";

/** A property where it stands. */
interface Property {
  readonly value: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** The innermost open element, and the one around it. */
  readonly parent: string | undefined;
  readonly holder: string | undefined;
  readonly nearest: (name: string) => Scope | undefined;
}

function deleteMark({ nearest, holder }: Property): void {
  const paragraph = holder === "pPr" ? nearest("p") : undefined;
  if (paragraph) paragraph.markGone = true;
}

function remove(scope: Scope | undefined): void {
  if (scope) scope.remove = true;
}

/** How properties take rows, cells and the marks of paragraphs off the page, by the element's name. */
export const REMOVALS: Readonly<Record<string, (property: Property) => void>> = {
  moveFrom: deleteMark,
  del: (property) => (property.parent === "trPr" ? remove(property.nearest("tr")) : deleteMark(property)),
  vanish: (property) => {
    if (!isOff(property.value)) deleteMark(property);
  },
  hidden: ({ value, parent, nearest }) => {
    const row = parent === "trPr" ? nearest("tr") : undefined;
    if (row) row.remove = !isOff(value);
  },
  cellDel: ({ nearest }) => remove(nearest("tc")),
  // The first row has nothing above it to continue.
  vMerge: ({ value, nearest }) => {
    if (value !== "restart" && (nearest("tbl")?.rows ?? 0) > 1) remove(nearest("tc"));
  },
  cellMerge: ({ attributes, nearest }) => {
    if (attributes.vMerge === "cont") remove(nearest("tc"));
  },
  hMerge: ({ value, nearest }) => {
    const cell = nearest("tc");
    if (cell && value !== "restart") cell.removeBlank = true;
  },
};
/** What holds such properties. */
export const HOLD_REMOVALS: ReadonlySet<string | undefined> = new Set(["trPr", "tcPr", "rPr"]);
