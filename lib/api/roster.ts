import { setTimeout as wait } from "node:timers/promises";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Catalog } from "../catalog/catalog.ts";
import { catalogKeyOf } from "../catalog/profiles.ts";
import type { Queries } from "../catalog/queries.ts";
import {
  RosterChangedError,
  type RosterEntries,
  RosterTooLargeError,
  type RosterYear,
  SameUnitError,
} from "../catalog/rosters.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { RosterSheetError, readRosterSheet } from "../roster/sheet.ts";
import { Problem } from "./problem.ts";
import { matchRoute, putRosterRoute, renamingRoute, rosterRoute, sentBackRoute } from "./roster-routes.ts";
import { rosterRequest } from "./roster-schemas.ts";
import { FIRST_FAMILY } from "./schemas.ts";
import { versionedEtag, versionsIn } from "./versioned-etag.ts";

interface RosterPorts {
  readonly queries: Pick<Queries, "roster">;
  readonly rosters: Catalog["rosters"];
  readonly now: () => number;
  readonly caller: (context: Context) => string | null;
  readonly onError: (error: unknown) => void;
}

/** How long an answer waits for reports to be moved, which goes on behind it. */
const PATIENCE_MS = 5000;

/** The roster's version in an If-Match header; null where none of ours is in it. */
const versionIn = (ifMatch: string): number | null => {
  const version = versionsIn(ifMatch).find((each) => /^\d{1,15}$/u.test(each));
  return version === undefined ? null : Number(version);
};

/** Adds the routes about rosters to the app. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the list of routes, which share their ports
export function answerRosters(app: OpenAPIHono, { queries, rosters, now, caller, onError }: RosterPorts): void {
  const moment = () => new Date(now()).toISOString();
  const keysOf = (year: number, profile: string): RosterYear => ({
    year,
    catalogKey: catalogKeyOf(PROFILES, profile),
  });

  /** What changes left to do is done first, as far as it does not take long. */
  async function answer(context: Context, year: number, profile: string) {
    const of = keysOf(year, profile);
    await Promise.race([rosters.resume(of).catch(onError), wait(PATIENCE_MS, undefined, { ref: false })]);
    const { version, ...overview } = await queries.roster(of, moment());
    const roster = {
      year,
      profile,
      ...overview,
      units: overview.units.map((unit) => ({ ...unit, aliases: [...unit.aliases] })),
      unmatched: [...overview.unmatched],
      renamings: [...overview.renamings],
    };
    return context.json(roster, 200, { etag: versionedEtag(version, roster) });
  }

  app.openapi(rosterRoute, (context) => {
    const { year, profile = FIRST_FAMILY } = context.req.valid("query");
    return answer(context, year, profile);
  });

  app.openapi(putRosterRoute, async (context) => {
    const { year, profile = FIRST_FAMILY } = context.req.valid("query");
    const given = context.req.header("if-match");
    const isJson = /^application\/json\b/iu.test(context.req.header("content-type") ?? "");
    const entries = isJson
      ? rosterRequest.parse(await context.req.json())
      : await entriesIn(new Uint8Array(await context.req.arrayBuffer()));
    // A first roster replaces none, which is version 0.
    const version = given === undefined ? 0 : versionIn(given);
    try {
      if (version === null) throw new RosterChangedError();
      await rosters.replace(keysOf(year, profile), entries, version);
    } catch (error) {
      throw asRosterProblem(error, given !== undefined);
    }
    return answer(context, year, profile);
  });

  app.openapi(matchRoute, async (context) => {
    const { year, profile = FIRST_FAMILY } = context.req.valid("query");
    const { report, unit, by = null } = context.req.valid("json");
    const isDone = await rosters
      .match(keysOf(year, profile), report, unit, { by: caller(context) ?? by, at: moment() })
      .catch((error: unknown) => {
        throw asRosterProblem(error, true);
      });
    if (!isDone)
      throw new Problem(404, "Not Found", "没有这份报告，或者名单里没有这个单位，请刷新后重试。", "NOT_IN_ROSTER");
    return answer(context, year, profile);
  });

  app.openapi(renamingRoute, async (context) => {
    const { year, profile = FIRST_FAMILY } = context.req.valid("query");
    const { unit, same } = context.req.valid("json");
    const isDone = await rosters.answerRenaming(keysOf(year, profile), unit, same).catch((error: unknown) => {
      throw asRosterProblem(error, true);
    });
    if (!isDone) throw new Problem(404, "Not Found", "这个单位是否改名已经有人说过，请刷新后重试。", "NOT_ASKED");
    return answer(context, year, profile);
  });

  app.openapi(sentBackRoute, async (context) => {
    const { year, profile = FIRST_FAMILY } = context.req.valid("query");
    const { units, others, by = null } = context.req.valid("json");
    const said = { by: caller(context) ?? by, at: moment() };
    const refused = await rosters.sendBack(keysOf(year, profile), units, said);
    if (refused.length > 0)
      throw new Problem(
        422,
        "Unprocessable Content",
        `有${refused.length}个单位不在名单里，或者还没有报告可退，都没有记为已退回：${refused.slice(0, 5).join("、")}。`,
        "NOTHING_TO_SEND_BACK",
      );
    if (others) await rosters.sendBackOthers(keysOf(year, profile), said, null);
    return answer(context, year, profile);
  });
}

/** @throws Problem with the sheet's own sentence */
async function entriesIn(bytes: Uint8Array): Promise<RosterEntries> {
  try {
    return await readRosterSheet(bytes);
  } catch (error) {
    if (!(error instanceof RosterSheetError)) throw error;
    throw new Problem(422, "Unprocessable Content", error.message, "INVALID_ROSTER");
  }
}

function asRosterProblem(error: unknown, isConditional: boolean): unknown {
  if (error instanceof RosterChangedError)
    return isConditional
      ? new Problem(412, "Precondition Failed", "名单已被别人改过，请刷新后再改。", "ROSTER_CHANGED")
      : new Problem(
          428,
          "Precondition Required",
          "这一年度已有名单：请先读取，再用 If-Match 写明要替换的是哪一版。",
          "IF_MATCH_REQUIRED",
        );
  if (error instanceof SameUnitError)
    return new Problem(
      422,
      "Unprocessable Content",
      `名单里有两个“${error.message}”，无法区分：请填写行政区划代码，或在名称前写明县（市、区）。`,
      "SAME_UNIT",
    );
  if (error instanceof RosterTooLargeError)
    return new Problem(413, "Content Too Large", "名单过大，请减少别名和联系人的字数。", "TOO_LARGE");
  return error;
}
