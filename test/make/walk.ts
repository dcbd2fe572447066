import type { twoCounties } from "./two-counties.ts";

/** Every request that a description of the API allows for, asked about another county than the caller's own. */

export interface Asked {
  readonly operation: string;
  readonly path: string;
  readonly init: RequestInit;
  /** What the request itself says, which an answer may say again. */
  readonly said: readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly "x-needs": string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
}
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

type Counties = ReturnType<typeof twoCounties>;

/** What is the other county's. */
export interface Known {
  /** In the roster. */
  readonly unit: string;
  /** Of its report. */
  readonly etag: string;
  /** Made of its reports for somebody else. */
  readonly export: string;
}

/** Values of a parameter; "" where it is left out, too. */
function valuesOf(name: string, { other }: Counties, unit: string): readonly string[] {
  const { current, held } = other.reports;
  const values: Readonly<Record<string, readonly string[]>> = {
    year: ["2024", "2023", "none"],
    division: [other.division, "37", "3701"],
    status: ["valid", "invalid", "needs-review", "unrecognized"],
    organization: [current.organization?.name ?? ""],
    search: [other.place, "教育"],
    unit: [unit],
    all: ["true"],
    standing: ["held"],
    include: [held.id],
    parent: [current.id],
    figure: ["proactive.fees.amount"],
    since: ["0"],
    name: [other.key],
  };
  return values[name] ?? [];
}

function bodyOf(operation: string, { other }: Counties, { unit, etag }: Known): RequestInit {
  const json = (body: object, headers: Record<string, string> = {}): RequestInit => ({
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const figure = "proactive.fees.amount";
  switch (operation) {
    case "requestUpload":
      return json({ name: "甲.html", bytes: 10 });
    case "reviewReport":
      return json({ figure, before: 7_654_321, after: 5, reason: "误", by: "王" }, { "if-match": etag });
    case "decideStanding":
      return json({ replace: true });
    case "matchReport":
      return json({ report: other.reports.faulty.id, unit });
    case "askExport":
      return json({ kind: "figures.csv", filter: { division: other.division } });
    case "noteSentBack":
      return json({ units: [unit] });
    case "putRoster":
      return json({ units: [] }, { "if-match": '"1-"' });
    case "putLetterTemplate":
      return { headers: { "content-type": "text/plain" }, body: "通知" };
    case "sendFile":
      return { body: "不是这里签的" };
    default:
      return {};
  }
}

/** @param isThorough every value of every parameter and every report; else the first */
export function* walk(
  description: Description,
  counties: Counties,
  known: Known,
  isThorough: boolean,
): Generator<Asked> {
  const { own, other } = counties;
  const { unit } = known;
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, { operationId, parameters }] of Object.entries(methods)) {
      // Who leaves can ask for nothing more.
      if (operationId === "signOut") continue;
      const inQuery = parameters.filter((each) => each.in === "query");
      const required = inQuery.filter((each) => each.required).map(({ name }) => name);
      const always = new Map(required.map((name) => [name, valuesOf(name, counties, unit)[0] ?? ""]));
      const variants = [
        always,
        ...inQuery.flatMap(({ name }) =>
          valuesOf(name, counties, unit).map((value) => new Map([...always, [name, value]])),
        ),
      ];
      const queries = isThorough ? variants : variants.slice(0, 1);
      const reports = isThorough ? Object.values(other.reports) : [other.reports.current];
      const ids = path.includes("{id}") ? [...reports, own.reports.current] : [null];
      for (const report of ids) {
        const filled = path
          .replace("{id}", report?.id ?? "")
          .replace("{page}", "2")
          .replace("{name}", "proactive.fees.amount")
          .replace("{submission}", other.handle)
          .replace("{export}", known.export)
          .replace("{file}", "1")
          .replace("{ticket}", "forged.ticket");
        for (const query of queries) {
          const search = new URLSearchParams([...query]).toString();
          yield {
            operation: operationId,
            path: search === "" ? filled : `${filled}?${search}`,
            init: { method: method.toUpperCase(), redirect: "manual", ...bodyOf(operationId, counties, known) },
            said: [...query.values()],
          };
        }
      }
    }
  }
}
