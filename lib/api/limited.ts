import type { Queries } from "../catalog/queries.ts";
import type { ApiPorts } from "./app.ts";
import { Problem } from "./problem.ts";

/**
 * What the API is about, for callers who are limited to divisions: whatever is not theirs is as though it did not
 * exist. Routes have nothing else to ask, so that none can forget it.
 * @param ports whose questions to the catalog are limited already
 */
export function limited(ports: ApiPorts): ApiPorts {
  const { queries, reviews, results } = ports;
  const { decide, rosters, letterTemplate } = ports.catalog;
  const isSeen = async (id: string): Promise<boolean> => (await queries.report(id)) !== null;
  const isSeenKey = (key: string): Promise<boolean> => isSeen(key.split("/")[0] ?? "");
  const unitsOf = async (...of: Parameters<Queries["roster"]>): Promise<ReadonlySet<string>> =>
    new Set((await queries.roster(...of)).units.map(({ id }) => id));
  return {
    ...ports,
    results: {
      ...results,
      get: async (key) => ((await isSeenKey(key)) ? results.get(key) : null),
      size: async (key) => ((await isSeenKey(key)) ? results.size(key) : null),
    },
    reviews: {
      of: async (id) => ((await isSeen(id)) ? reviews.of(id) : null),
      say: async (about, words, said) => (await isSeen(about.read.id)) && reviews.say(about, words, said),
    },
    catalog: {
      decide: async (id, decision) => (await isSeen(id)) && decide(id, decision),
      rosters: {
        ...rosters,
        replace: () => Promise.reject(elsewhere()),
        answerRenaming: () => Promise.reject(elsewhere()),
        match: async (of, report, unit, said) => {
          if (!(await isSeen(report))) return false;
          if (unit !== null && !(await unitsOf(of, said.at)).has(unit)) return false;
          return rosters.match(of, report, unit, said);
        },
        sendBack: async (of, units, said) => {
          const own = await unitsOf(of, said.at);
          const others = units.filter((unit) => !own.has(unit));
          return others.length > 0 ? others : rosters.sendBack(of, units, said);
        },
        sendBackOthers: (of, said) => rosters.sendBackOthers(of, said, queries.within),
      },
      letterTemplate: { read: letterTemplate.read, write: () => Promise.reject(elsewhere()) },
    },
  };
}

/** Routes ask for it already. */
const elsewhere = (): Problem => new Problem(403, "Forbidden", "这项设置对所有地区有效，您不能更改。", "EVERYWHERE");
