import type * as z from "zod";
import type { Document, FlatText, Place } from "../document/document.ts";
import type { Vocabulary } from "../document/vocabulary.ts";
import type { Answers } from "./answers.ts";
import type { Claim, FigureName, Section } from "./common/facts.ts";
import type { Finding, RuleHead } from "./common/rule.ts";
import type { Judgement, Tables } from "./judgement.ts";

/**
 * A family of documents: how its documents are told, what they mean and what people call it. Everything outside a
 * family's folder knows it only through this; a further family is a folder, or a form file, and a line in profiles.ts.
 */
export interface Profile {
  /** As `profile` in report.json: it never changes. */
  readonly id: string;
  /** What its documents are called, for people: 政府信息公开工作年度报告. */
  readonly name: string;
  /**
   * What tells its slots, lists and totals from other families' in the catalog's keys. Empty for the family that
   * tables were written for before there was a second one.
   */
  readonly catalogKey: string;
  /** What recognition may know of its documents. */
  readonly vocabulary: Vocabulary;
  /** Takes a document for one of the family, as surely as it shows; null where nothing speaks for it. Pure. */
  readonly read: (reading: DocumentReading) => Candidate | null;
  /**
   * The judgement with what people say of the original, its rules run again. Without answers it is as it was. Pure.
   * @param document the one that was judged
   */
  readonly reviewed: (read: Judgement, document: Document, answers: Answers) => Judgement;
  /** Every rule that judges one document by itself. */
  readonly rules: readonly RuleHead[];
  readonly history: History;
  /** sha256 of the form file that declares the family; null where it is a program. */
  readonly formHash: string | null;
  /** The family's own part of report.json. */
  readonly schema: ReportPart;
  readonly figures: Figures;
  readonly words: Words;
  readonly layout: Layout;
  /** The sums that bind the figures of these tables (勾稽关系), in the order of the form. */
  readonly relations: (tables: Tables) => readonly Relation[];
}

/** Two sums of figures that the form demands to be equal. */
export interface Relation {
  /** Of the rule that finds it broken. */
  readonly code: string;
  /** The relation in words: “总计”列：第一项加第二项等于第三项加第四项. */
  readonly says: string;
  readonly left: readonly FigureName[];
  readonly right: readonly FigureName[];
}

/** What was read of a document. */
export interface DocumentReading {
  readonly document: Document;
  /** The second reading of the same bytes; null where none could be made: then no figure is certain. */
  readonly second: FlatText | null;
  /** Pages or pictures whose text was recognised, counted from 1. */
  readonly recognised: readonly number[];
}

/** A document taken for one of a family. */
export interface Candidate {
  /** By `likenessOf` (common/likeness.ts). The family that a document is most like judges it. */
  readonly likeness: number;
  /**
   * Where figures stand that contradict one another: either their author erred or they were misread, and only the
   * picture can tell. Asks the tables and the prose, not the whole judgement.
   */
  readonly placesToProve: () => readonly Place[];
  readonly judge: () => Judgement;
}

/** What the rules across years need to know of one year's report. */
export interface YearReport {
  readonly year: number | null;
  readonly template: string | null;
  readonly tables: Tables | null;
  /** The units that are printed with figures. */
  readonly figures: Readonly<Record<FigureName, { readonly unit?: string | undefined }>>;
  readonly uncertain: readonly string[];
  readonly claims: readonly Claim[];
  readonly sections: readonly Section[];
}

/** What a report says against the same organization's report of the year before. */
export interface History {
  readonly rules: readonly RuleHead[];
  /** Findings of the later report, from figures that both show with certainty. */
  readonly judge: (previous: YearReport, current: YearReport) => readonly Finding[];
}

/** What report.json says only of this family. */
export interface ReportPart {
  /** Versions of its official form. */
  readonly templates: readonly [string, ...string[]];
  /** How many sections it prescribes. */
  readonly sections: number;
  /** `<table>.<row>.<column>`, each key of the form, nothing left out. */
  readonly tables: z.ZodType<Tables>;
}

export interface Figures {
  /** Every figure of every form, in an order that never changes: contributions and totals are lists in this order. */
  readonly names: readonly FigureName[];
  /**
   * A printed number with a unit of its own, in the form's unit; null where it can't be told.
   * `converted` where that changed the number.
   */
  readonly inFormUnit: (
    name: FigureName,
    value: number,
    unit: string,
  ) => { readonly value: number; readonly converted: boolean } | null;
  /** Figures that the prose may state and the form has in parts only, with their parts. */
  readonly composites: Readonly<Record<FigureName, readonly FigureName[]>>;
  /** Whether a figure stands among the first that somebody asks for. */
  readonly isMain: (name: FigureName) => boolean;
}

/** What people call things of the family, in Chinese. */
export interface Words {
  readonly templates: Readonly<Record<string, string>>;
  /** What is said where the version of the form can't be told. */
  readonly templateUnknown: string;
  /** Tables in the order of the form: what a clerk calls them (第二部分表格) and their titles. */
  readonly tables: readonly { readonly key: string; readonly name: string; readonly title: string }[];
  /** The printed numbers of sections, from the first. */
  readonly sectionNumerals: readonly string[];
  /** A section as a sentence calls it; 0 is what stands before the first. */
  readonly section: (section: number) => string;
  /** A figure, a row or a table. */
  readonly figure: (name: FigureName) => string;
  /** A figure alone, also where its name is a row's in another form. */
  readonly cell: (name: FigureName) => string;
  /** A figure below the heading of its table. */
  readonly cellInTable: (name: FigureName) => string;
  /** One short name for the figures that a finding speaks of; "" for none. */
  readonly figureGroup: (names: readonly FigureName[]) => string;
  /** Which of the figures of a finding stands for all of them, so that a link has somewhere to go; null for none. */
  readonly anchor: (names: readonly FigureName[]) => FigureName | null;
}

/** A cell of an official table as the form prints it. `name` is the figure it holds, or the row that it heads. */
export interface FormCell {
  readonly kind: "heading" | "group" | "row" | "figure";
  readonly text: string;
  readonly name: FigureName | null;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/** An official table with its merged cells, row after row: each cell stands where it begins. */
export interface FormTable {
  /** Columns of the same width side by side, with the class that sets it. */
  readonly columns?: readonly { readonly span: number; readonly width?: string }[];
  readonly head: readonly (readonly FormCell[])[];
  readonly body: readonly (readonly FormCell[])[];
}

/** How the family's tables are laid out for people. */
export interface Layout {
  /** @returns null where the figures don't tell which form the table has */
  readonly table: (key: string, tables: Tables) => FormTable | null;
  /** CSS for the tables; each has its key for a class. */
  readonly style: string;
}
