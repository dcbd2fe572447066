import type { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import type { LetterTemplateStore } from "../catalog/letter-template.ts";
import type { ReportFilter } from "../catalog/listing.ts";
import { catalogKeyOf } from "../catalog/profiles.ts";
import type { Queries } from "../catalog/queries.ts";
import { searchable } from "../catalog/search.ts";
import { sameName } from "../catalog/slots.ts";
import { reportsIn } from "../exports/reports.ts";
import { listFileName } from "../exports/scope.ts";
import { PROFILES, profileOf } from "../profiles/profiles.ts";
import type { LetterUnit } from "../report/letters/letter.ts";
import {
  DEFAULT_TEMPLATE,
  type LetterTemplate,
  LetterTemplateError,
  MOST_TEMPLATE_BYTES,
  parseTemplate,
  templateText,
} from "../report/letters/template.ts";
import type { Report } from "../report/schema.ts";
import type { Unit } from "../roster/roster.ts";
import type { UnitState } from "../roster/state.ts";
import { attachment } from "./attachment.ts";
import { lettersRoute, letterTemplateRoute, putLetterTemplateRoute } from "./download-routes.ts";
import { listFilter, streamOf } from "./lists.ts";
import { Problem } from "./problem.ts";
import { FIRST_FAMILY } from "./schemas.ts";

/** What goes back to units: letters, and their words. */

interface LetterPorts {
  readonly queries: Queries;
  /** A report as it counts; null where it can't be understood. */
  readonly report: (id: string) => Promise<Report | null>;
  readonly template: LetterTemplateStore;
  readonly now: () => number;
}

/** China has one time, eight hours before UTC. */
const HOURS_BEFORE_UTC = 8;
const dateInChina = (now: number): string => new Date(now + HOURS_BEFORE_UTC * 3_600_000).toISOString().slice(0, 10);

/** Whether a filter asks for a unit, of which there is only a file that nothing can be told of. */
const isAskedFor = (
  { id, name, division: code }: Unit,
  { unit, division, organization, search }: ReportFilter,
): boolean =>
  (unit === null || unit === id) &&
  (division === null || (code ?? "").startsWith(division)) &&
  (organization === null || sameName(organization, name)) &&
  (search === null || searchable(name).includes(searchable(search)));

/** Adds the routes of letters. */
export function answerLetters(app: OpenAPIHono, { queries, report, template, now }: LetterPorts): void {
  app.openapi(lettersRoute, async (context) => {
    const query = context.req.valid("query");
    const { year, profile = FIRST_FAMILY } = query;
    const filter = listFilter(queries, { ...query, status: query.status ?? "invalid" });
    const of = { year, catalogKey: catalogKeyOf(PROFILES, profile) };
    const [{ due, units }, sentBack] = await Promise.all([
      queries.roster(of, new Date(now()).toISOString()),
      queries.sentBack(of),
    ]);
    const owners = new Map(units.map((unit) => [unit.report?.id, unit]));
    // Whoever was told has the letter, and gets it again where he is asked for.
    const isTold = ({ state }: { readonly state: UnitState }) => state === "sent-back" && query.unit === undefined;
    const isOtherTold = ({ id }: Report) => sentBack.has(id) && query.unit === undefined;
    const asked = { year, family: profileOf({ profile })?.name ?? "", due };
    const letterUnits = async function* (): AsyncGenerator<LetterUnit> {
      for await (const each of reportsIn(queries, report, [filter])) {
        const owner = owners.get(each.id);
        const name = owner?.name ?? each.organization?.name;
        // Who answered a letter with a file that can't be read has the letter already.
        if (name !== undefined && !owner?.unread && !(owner ? isTold(owner) : isOtherTold(each)))
          yield { ...asked, name, report: each };
      }
      for (const unit of units) {
        const file = unit.unread && !isTold(unit) && isAskedFor(unit, filter) ? await report(unit.unread.id) : null;
        if (file && (query.status ?? file.status) === file.status) yield { ...asked, name: unit.name, report: file };
      }
    };
    const words = parsed((await template.read()) ?? DEFAULT_TEMPLATE);
    const { lettersZip } = await import("../report/letters/letters-zip.ts");
    return context.body(streamOf(lettersZip(letterUnits(), words, dateInChina(now()))), 200, {
      "content-type": "application/zip",
      "content-disposition": attachment("attachment", `${listFileName("退回修改通知", filter)}.zip`),
    });
  });

  app.openapi(letterTemplateRoute, async (context) =>
    context.text((await template.read()) ?? DEFAULT_TEMPLATE, 200, {
      "content-disposition": attachment("attachment", "退回修改通知模板.txt"),
    }),
  );

  app.use(
    "/roster/notice-template",
    bodyLimit({
      maxSize: MOST_TEMPLATE_BYTES,
      onError: () => {
        throw new Problem(413, "Content Too Large", "模板过长，通知的文字最多64 KB。", "TOO_LARGE");
      },
    }),
  );
  app.openapi(putLetterTemplateRoute, async (context) => {
    const text = templateText(new Uint8Array(await context.req.arrayBuffer()));
    parsed(text);
    await template.write(text);
    return context.body(null, 204);
  });
}

/** @throws Problem for a template that can't be used */
function parsed(text: string): LetterTemplate {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof LetterTemplateError)) throw error;
    throw new Problem(422, "Unprocessable Content", error.message, "INVALID_TEMPLATE");
  }
}
