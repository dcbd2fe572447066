import type { z } from "@hono/zod-openapi";
import type { rosterAnswer, rosterRequest } from "../../../roster-schemas.ts";
import { changed } from "../answers.ts";
import { reviewer } from "../review/reviewer.ts";
import { askTagged } from "../server.ts";
import { type RosterOf, rosterQuery } from "./year.ts";

/** What the page asks of rosters and does with them; what comes of it is shown at once. */

export type Roster = z.infer<typeof rosterAnswer>;
export type Unit = Roster["units"][number];
export type UnitState = Unit["state"];
type RosterEntries = z.infer<typeof rosterRequest>;
export type UnitEntry = RosterEntries["units"][number];

/** What of a unit stands in the roster, and not in what came in. */
export const entryOf = ({ id, name, aliases, division, contact, counts }: UnitEntry): UnitEntry => ({
  id,
  name,
  aliases,
  division,
  contact,
  counts,
});

const tagged = (of: RosterOf, path: string, options?: RequestInit) =>
  askTagged<Roster>(`roster ${rosterQuery(of)}`, `/roster${path}?${rosterQuery(of)}`, options);

export const askRoster = (of: RosterOf): Promise<Roster> => tagged(of, "");

const by = () => (reviewer.get() === "" ? {} : { by: reviewer.get() });
const posted = (body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", accept: "application/json" },
  body: JSON.stringify({ ...body, ...by() }),
});

async function andShow(answer: Promise<Roster>): Promise<Roster> {
  try {
    return await answer;
  } finally {
    changed();
  }
}

/** Puts a sheet's units, or those that were typed, in the place of the roster as it was last seen. */
export const putRoster = (of: RosterOf, roster: File | RosterEntries): Promise<Roster> =>
  andShow(
    tagged(of, "", {
      method: "PUT",
      headers: {
        "content-type": roster instanceof File ? "application/octet-stream" : "application/json",
        accept: "application/json",
      },
      body: roster instanceof File ? roster : JSON.stringify(roster),
    }),
  );

/** Says whose a report is; null: of none of the units. */
export const matchReport = (of: RosterOf, report: string, unit: string | null): Promise<Roster> =>
  andShow(tagged(of, "/matches", posted({ report, unit })));

/** Says whether a unit that came is one that left, under another name. */
export const answerRenaming = (of: RosterOf, unit: string, same: boolean): Promise<Roster> =>
  andShow(tagged(of, "/renamings", posted({ unit, same })));

/** @param others whether also to offices outside the roster */
export const noteSentBack = (of: RosterOf, units: readonly string[], others: boolean): Promise<Roster> =>
  andShow(tagged(of, "/sent-back", posted({ units, others })));
