import type { Appearance, StyledText } from "../../document/appearance.ts";
import { LIMITS } from "../../limits.ts";
import { childValue } from "../shared/package-xml.ts";
import { drawnByField, isStale, STALE } from "../shared/word-fields.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";

/** Fields (ECMA-376 17.16): code that is not printed, and a result that is, as far as Word keeps it. */

interface Field {
  /** Its code is over: what follows is its result, which is printed. */
  result: boolean;
  instruction: string;
  /** Word works out its result anew when the file is opened. */
  readonly dirty: boolean;
  /** What a drop-down form field shows. */
  readonly selected?: string;
}

const isOnText = (value: string | undefined): boolean => value !== undefined && !/^(?:0|false|off)$/u.test(value);

/** The entry that a drop-down form field shows: the one chosen, else the default, else the first (17.16.9). */
function selectedEntry(list: readonly string[], result: string | undefined, preset: string | undefined): string {
  return list[Number(result ?? preset ?? 0)] ?? "";
}

function selectedIn(begin: XmlNode): string | undefined {
  const list = child(child(begin, "w:ffData"), "w:ddList");
  if (!list) return undefined;
  const entries = list.children.flatMap((node) => (node.name === "w:listEntry" ? [node.attributes.val ?? ""] : []));
  return selectedEntry(entries, childValue(list, "w:result"), childValue(list, "w:default"));
}

/** The fields open at a place of a story; they may begin in one paragraph and end in another. */
export class Fields {
  readonly #open: Field[] = [];
  /** The document asks for all fields to be worked out anew when it is opened. */
  readonly #updated: boolean;

  constructor(updated: boolean) {
    this.#updated = updated;
  }

  get depth(): number {
    return this.#open.length;
  }
  /** Ends the fields opened beyond a depth. */
  cutTo(depth: number): void {
    this.#open.length = Math.min(depth, this.#open.length);
  }
  /** A field code does not reach over a paragraph's end in practice; a torn one must not swallow the rest. */
  endCodes(): void {
    for (const field of this.#open) field.result = true;
  }

  /** Whether what stands here is printed. */
  get printed(): boolean {
    return this.#open.every((field) => field.result && field.selected === undefined);
  }
  get inContents(): boolean {
    return this.#open.some(({ instruction }) => /^\s*TOC\b/u.test(instruction));
  }
  get appearance(): Appearance | undefined {
    return this.#open.some((field) => this.#stale(field)) ? STALE : undefined;
  }
  #stale({ dirty, instruction }: Field): boolean {
    return isStale(instruction, dirty || this.#updated);
  }

  code(text: string): void {
    const top = this.#open.at(-1);
    if (top && !top.result) top.instruction += text;
  }

  /** A `w:fldChar`. @returns what the field itself prints */
  mark(node: XmlNode): StyledText | null {
    const type = node.attributes.fldCharType;
    if (type === "begin" && this.#open.length < LIMITS.fieldDepth) {
      const selected = selectedIn(node);
      this.#open.push({
        result: false,
        instruction: "",
        dirty: isOnText(node.attributes.dirty),
        ...(selected !== undefined && { selected }),
      });
    } else if (type === "separate") {
      const top = this.#open.at(-1);
      if (top) top.result = true;
    } else if (type === "end") return this.#end(this.#open.pop());
    return null;
  }

  /** A `w:fldSimple` around what is read meanwhile. @returns what the field itself prints */
  simple({ attributes }: XmlNode, read: () => void): StyledText | null {
    const depth = this.#open.length;
    const field = { result: true, instruction: attributes.instr ?? "", dirty: isOnText(attributes.dirty) };
    this.#open.push(field);
    read();
    this.cutTo(depth);
    return this.#end(field);
  }

  #end(field: Field | undefined): StyledText | null {
    if (!field || !this.printed) return null;
    if (field.selected !== undefined) return { text: field.selected };
    const drawn = drawnByField(field.instruction);
    if (drawn) return { text: "", appearance: drawn };
    // Nothing is kept: what Word will show is not known.
    return !field.result && this.#stale(field) ? { text: "", appearance: STALE } : null;
  }
}
