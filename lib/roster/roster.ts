/** Who is to hand in a report of a family for a year, and what was answered about reports that named nobody of them. */
export interface Roster {
  /** Last day on which a report is in time, YYYY-MM-DD by the calendar of China; null where none is set. */
  readonly due: string | null;
  readonly units: readonly Unit[];
  readonly matches: readonly Match[];
  /** What a person is to say yet; absent in rosters of versions that did not ask. */
  readonly renamings?: readonly Renaming[];
}

/** A unit that may be one of the roster before under another name. */
export interface Renaming {
  /** Id of the unit as it is now. */
  readonly unit: string;
  /** The one that is in the roster no more. */
  readonly former: Unit;
}

/** A unit as it is typed or stands in a sheet. */
export interface UnitEntry {
  readonly name: string;
  /** Other names that it goes by. */
  readonly aliases: readonly string[];
  /** GB/T 2260 code, 6 digits; null where it is not told. */
  readonly division: string | null;
  /** Who is called about it. */
  readonly contact: string | null;
  /** Whether its report is one of those that the parent's adds up. */
  readonly counts: boolean;
}

export interface Unit extends UnitEntry {
  /** The same over the years, whatever it is called. */
  readonly id: string;
}

/** What a report, or a file that could not be read, says of whose it is. */
export interface Named {
  /** Id of the report. */
  readonly id: string;
  readonly organization: string | null;
  /** Code of the division. */
  readonly division: string | null;
  /** As it was handed in, years left out; "" at the top. */
  readonly folder: string;
  /** Name of the file, without its folder. */
  readonly file: string;
}

/** Whose a report is, as somebody answered once: the same holds of all that name themselves so from there. */
export interface Match {
  readonly named: Omit<Named, "file">;
  /** Null: of none of the units. */
  readonly unit: string | null;
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string;
}
