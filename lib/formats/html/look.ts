import { type Appearance, type Colour, WHITE } from "../../document/appearance.ts";
import { appearanceIn } from "./appearance.ts";
import type { Styles, Values } from "./cascade.ts";
import { type Cover, cover, hasMargin, isMoved } from "./covers.ts";
import {
  COLLAPSED,
  FLOATING,
  type Get,
  isFilled,
  isTablePart,
  SCRIPTED,
  SHOWN_BY_SCRIPT,
  shiftOf,
  textIn,
  UNSETTLED,
} from "./effects.ts";
import { effectOf, laysOver, movesOf } from "./moves.ts";
import type { Scripts } from "./scripts.ts";
import {
  customOf,
  getter,
  groundOf,
  inherited,
  isDrawn,
  isFloating,
  START,
  type State,
  shareOf,
  sizeOf,
  wholeEffect,
  zoomOf,
} from "./state.ts";
import type { Element } from "./tree.ts";

/** How the text of a page looks: what is declared for an element and what it takes from those around it. */

/** Facts of a page that looks rest on. */
export interface PageFacts {
  readonly styles: Styles;
  readonly scripts: Scripts;
  /** Whether a page hides most of itself by its style sheet, so that a script must show it again. */
  readonly revealed: boolean;
}

/** Pages for dark windows only: white on nearly black where they say nothing else. */
const isDark = (get: Get): boolean =>
  /\bdark\b/u.test(get("color-scheme") ?? "") && !/\blight\b/u.test(get("color-scheme") ?? "");
const DARK: Colour = [18, 18, 18];

export class Look {
  readonly facts: PageFacts;
  /** What is laid over the table that the element stands in; outside of tables, over those of the page. */
  readonly covers: Cover[];
  readonly #state: State;
  /** Looks of elements inside that share all that is declared. */
  readonly #inner = new Map<Values, { readonly name: string; readonly placed: State; readonly look: Look }>();

  private constructor(facts: PageFacts, covers: Cover[], state: State) {
    this.facts = facts;
    this.covers = covers;
    this.#state = state;
  }

  static ofPage(facts: PageFacts): Look {
    return new Look(facts, [], START);
  }

  get shown(): boolean {
    return this.#state.shown;
  }

  /** Whether a style sheet, not the page itself, takes it away. */
  get hiddenBySheet(): boolean {
    return this.#state.hiddenBySheet;
  }

  /** Whether text is drawn: not where it is declared invisible or of no size. */
  get visible(): boolean {
    return this.#state.visible && this.#state.size > 0;
  }

  /** What an element of a cell is that floats over it. */
  get covering(): Appearance | undefined {
    return this.#state.floats && this.inCell ? FLOATING : undefined;
  }

  get inCell(): boolean {
    return this.#state.zone === "cell";
  }

  get listStyle(): string {
    return this.#state.listStyle;
  }

  /** The same with something said of all text up to the next table inside. */
  with(part: Appearance): Look {
    return new Look(this.facts, this.covers, { ...this.#state, part: this.#state.part ?? part });
  }

  /** How an element inside looks. */
  of(element: Element): Look {
    if (this.#state.zone === "page" && !this.#state.whole && this.facts.scripts.rewrites(element))
      return this.replaced(SCRIPTED).of(element);
    const declared = this.facts.styles.declared(element, this.#state.custom);
    const placed = this.#entering(element);
    if (!declared) return placed === this.#state ? this : new Look(this.facts, this.#coversFor(element), placed);
    const shared = !declared.possible && !declared.hiddenBySheet && isShareable(declared.values);
    const known = shared ? this.#inner.get(declared.values) : undefined;
    if (known?.name === element.name && known.placed === placed) return known.look;
    const covers = this.#coversFor(element);
    const get = getter(declared.values);
    let state = {
      ...this.#derived(element, get, declared.values, placed, covers),
      hiddenBySheet: declared.hiddenBySheet,
    };
    // A table may stand over the one before.
    if (element.name === "table" && state.shown && state.visible && isMoved(element, get, state.size))
      cover(this.covers, { element, get });
    if (!state.shown && this.facts.revealed && declared.hiddenBySheet && holdsMuch(element))
      state = { ...state, shown: true, whole: state.whole ?? SHOWN_BY_SCRIPT };
    if (declared.possible && state.zone !== "page") {
      const other = this.#derived(element, getter(declared.possible), declared.possible, placed, covers);
      if (!isAlike(new Look(this.facts, [], state), new Look(this.facts, [], other)))
        state = { ...state, part: state.part ?? UNSETTLED, shown: state.shown || other.shown };
    }
    const look = new Look(this.facts, covers, state);
    if (shared && element.name !== "table") this.#inner.set(declared.values, { name: element.name, placed, look });
    return look;
  }

  /** Something stands in the place of all that is inside. */
  replaced(whole: Appearance): Look {
    return new Look(this.facts, this.covers, { ...this.#state, whole: this.#state.whole ?? whole });
  }

  /** What is declared for a pseudo-element, how it looks, and whether it covers what stands beside it. */
  pseudo(
    element: Element,
    name: string,
  ): { readonly get: Get; readonly look: Look; readonly covers: boolean } | undefined {
    const values = this.facts.styles.pseudo(element, name, this.#state.custom);
    if (!values) return undefined;
    const get = getter(values);
    const look = new Look(this.facts, [], this.#derived(element, get, values, this.#state, []));
    return {
      get,
      look,
      covers: isFilled(get) && (isFloating(get) || hasMargin(get) || get("transform") !== undefined),
    };
  }

  #coversFor(element: Element): Cover[] {
    return element.name === "table" ? [] : this.covers;
  }

  /** What changes by the element's name, its sheet's limits and the scripts that know it. */
  #entering(element: Element): State {
    const state = this.#state;
    const { name } = element;
    if (name === "table")
      return {
        ...state,
        zone: "table",
        part: this.facts.scripts.writes(element) ? SCRIPTED : undefined,
        up: 0,
        fixedTable: false,
        ...this.#behindColumns(columnsOf(element)),
      };
    if (name === "td" || name === "th") return { ...state, zone: "cell", ...this.#doubt(element) };
    if (state.zone === "page") return state;
    const doubt = this.#doubt(element);
    return doubt.part === state.part ? state : { ...state, ...doubt };
  }

  /** What columns paint behind the cells of their table, and whether one may be folded away. */
  #behindColumns(columns: readonly Element[]): Partial<State> {
    const declared = columns.flatMap((column) => this.facts.styles.declared(column, this.#state.custom) ?? []);
    const grounds = declared.flatMap(({ values }) => {
      const { behind, grounds } = groundOf(getter(values), this.#state);
      return behind === this.#state.behind ? grounds : [...grounds, ...(behind ? [behind] : [])];
    });
    const folded = declared.some(({ values, possible }) =>
      [values, possible].some((each) => /^(?:collapse|hidden)$/u.test(each?.get("visibility") ?? "")),
    );
    return { grounds: grounds.length > 0 ? grounds : this.#state.grounds, ...(folded && { part: COLLAPSED }) };
  }

  #doubt(element: Element): { part: Appearance | undefined } {
    const state = this.#state;
    const { facts } = this;
    if (state.part) return { part: state.part };
    if (facts.styles.isCrowded(element)) return { part: UNSETTLED };
    return { part: facts.scripts.writes(element) ? SCRIPTED : undefined };
  }

  #derived(element: Element, get: Get, values: Values, around: State, covers: Cover[]): State {
    const fontSize = get("font-size");
    const known = fontSize === undefined ? around.size : sizeOf(fontSize, around);
    const size = known ?? around.size;
    const floating = isFloating(get);
    const whole = around.whole ?? wholeEffect(get, size, around.zone !== "page");
    const display = get("display");
    const lifted = floating || /^inline-/u.test(display ?? "") || /left|right/u.test(get("float") ?? "");
    const outer: State =
      element.name === "html" && isDark(get)
        ? { ...around, colour: { colour: WHITE, alpha: 1 }, behind: DARK }
        : around;
    const taken: State = { ...outer, ...inherited(get, around, size, this.facts.styles.fonts) };
    const state: State = {
      ...taken,
      ...groundOf(get, taken),
      shown: isDrawn(element, get, around.zone),
      visible: get("visibility") === undefined ? around.visible : get("visibility") === "visible",
      size,
      rem: element.name === "html" ? size : around.rem,
      zoom: around.zoom * zoomOf(get("zoom")),
      opacity: around.opacity * (get("opacity") === undefined ? 1 : shareOf(get("opacity"))),
      struck: (around.struck && !lifted) || /line-through/u.test(get("text-decoration-line") ?? ""),
      fixedTable: element.name === "table" ? get("table-layout") === "fixed" : around.fixedTable,
      whole,
      floats: floating,
      custom: customOf(values, around.custom),
    };
    if (around.zone === "page") {
      if (isMoved(element, get, size) && state.shown && state.visible) cover(covers, { element, get });
      return state;
    }
    const { up, right } = shiftOf(element, get, size, around.size);
    // What an element does to its neighbours it does however doubtful its own text is.
    const moves = movesOf({ element, get, around, size, up, right, sizeKnown: known !== undefined });
    if (laysOver(moves)) cover(covers, { element, get });
    const effect = effectOf(moves, this.facts.styles.keyframes);
    return { ...state, part: state.part ?? effect, up: isTablePart(element) ? around.up : around.up + up };
  }

  /** How text looks here; undefined if plain. */
  appearance(text: string): Appearance | undefined {
    return appearanceIn(this.#state, text);
  }
}

/** Text of this length makes an element a part of the page that a script shows, not a character beside a figure. */
const MUCH = 100;
const holdsMuch = (element: Element): boolean => textIn(element, MUCH).length >= MUCH;

/** What works the same on every element of a name, whatever it holds and wherever it stands. */
const SHAREABLE =
  /^(?:display|color|background-color|background-clip|font-.*|text-(?:decoration-line|indent)|letter-spacing|line-height|vertical-align|list-style-.*|white-space|border.*|table-layout|(?:min-)?(?:width|height)|direction|unicode-bidi)$/u;
const shareable = new WeakMap<Values, boolean>();
function isShareable(values: Values): boolean {
  const known = shareable.get(values);
  if (known !== undefined) return known;
  const answer =
    !/^inline-|list-item/u.test(values.get("display") ?? "") &&
    [...values.keys()].every((name) => SHAREABLE.test(name));
  shareable.set(values, answer);
  return answer;
}

const MOST_COLUMNS = 100;
/** The columns that a table declares. */
const columnsOf = (table: Element): Element[] =>
  table.children
    .flatMap((child) =>
      typeof child === "string" ? [] : child.name === "colgroup" ? [child, ...child.children] : [child],
    )
    .filter((child) => typeof child !== "string" && (child.name === "col" || child.name === "colgroup"))
    .slice(0, MOST_COLUMNS) as Element[];

/** Whether a digit is seen, and seen alike. */
const isAlike = (a: Look, b: Look): boolean =>
  a.shown === b.shown && a.visible === b.visible && a.appearance("0")?.how === b.appearance("0")?.how;
