import type { Status } from "../../catalog/figures.ts";
import type { Severity } from "../../profiles/common/rule.ts";
import type { Role } from "../caller.ts";

/** What the page calls a family of documents and its figures. */
export interface FamilyWords {
  readonly id: string;
  readonly name: string;
  /** Full name of a figure to its label below the heading of its table. */
  readonly figures: Readonly<Record<string, string>>;
  /** Name and heading of each table, in order. */
  readonly tables: readonly (readonly [name: string, heading: string])[];
  /** Versions of the form. */
  readonly templates: Readonly<Record<string, string>>;
  /** Names of the figures that most ask for. */
  readonly main: readonly string[];
}

/** What the page hands its script: how things are called, and what this server has. */
export interface PageWords {
  readonly title: string;
  /** The formats that are read, as a person calls them. */
  readonly formats: string;
  readonly families: readonly FamilyWords[];
  readonly statuses: Readonly<Record<Status, { readonly words: string; readonly symbol: string }>>;
  /** What each rule demands, by its code. */
  readonly rules: Readonly<Record<string, string>>;
  readonly severities: Readonly<Record<Severity, { readonly words: string; readonly symbol: string }>>;
  /** Reports of which a list is answered at once: of more it is made in the background. */
  readonly reportsAtOnce: number;
  /** Whether those who use the page can leave. */
  readonly canLeave: boolean;
  /** Who looks at it: name is null where the server doesn't know, everywhere tells that no division limits what he sees. */
  readonly caller: {
    readonly name: string | null;
    readonly roles: readonly Role[];
    readonly everywhere: boolean;
  };
}
