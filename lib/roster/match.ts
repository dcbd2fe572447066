import { divisionOf, namesOfDivision, withoutDivisions } from "../profiles/common/divisions.ts";
import { comparable } from "../profiles/common/wording.ts";
import type { Match, Named, Roster, Unit } from "./roster.ts";

/**
 * Which unit of a roster a report is of: by what was answered before, its name, another name, its name without the
 * divisions in front of it and the kind of body behind it; where several fit, by division and by the folder and file
 * that it came in. What then fits several still is nobody's: a person is asked.
 */
export interface RosterIndex {
  /** Null: not told; a match whose unit is null: known to be of none. */
  readonly unitOf: (named: Named) => Unit | "none" | null;
  /** The unit that a file's folder and name speak of, for files of which nothing else is known. */
  readonly unitNamedBy: (path: string) => Unit | null;
  readonly unit: (id: string) => Unit | null;
}

/** Endings of names that people leave out: 青山镇 is 青山镇人民政府. */
const KIND_OF_BODY = /(?:人民政府|政府|办事处|委员会|办公室)$/u;
/** What divisions that stand in front of a name end with. */
const DIVISION_ENDING = /[省市县区旗州盟]$/u;
/** Shorter ones are parts of many names. */
const SHORTEST_NAME = 2;
const SHORTEST_IN_PATH = 3;

const coreOf = (key: string): string => key.replace(KIND_OF_BODY, "");

/** A name without its divisions, unless nothing that tells bodies apart is left: 云泽县人民政府. */
function bareOf(key: string): string | null {
  const bare = coreOf(withoutDivisions(key));
  return bare.length >= SHORTEST_NAME ? bare : null;
}

const add = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
};

/** What is left of a name behind each division that may stand in front of it. */
function tailsOf(core: string): string[] {
  const tails: string[] = [];
  for (let at = SHORTEST_NAME; at <= core.length - SHORTEST_NAME; at++)
    if (DIVISION_ENDING.test(core.slice(0, at))) tails.push(core.slice(at));
  return tails;
}

/** What stands in front of a name's tails: 云泽县, of 云泽县白石街道办事处. */
function prefixesOf(key: string): string[] {
  const core = coreOf(key);
  const tails = [bareOf(key) ?? core, ...tailsOf(core)];
  return tails.map((tail) => core.slice(0, core.length - tail.length));
}

/** Units by each of the ways in which they are named, the surest first. */
function namesOf(units: readonly Unit[]) {
  const [exact, aliases, cores, tails] = [0, 1, 2, 3].map(() => new Map<string, Unit[]>()) as [
    ...[Map<string, Unit[]>, Map<string, Unit[]>, Map<string, Unit[]>, Map<string, Unit[]>],
  ];
  for (const unit of units) {
    add(exact, comparable(unit.name), unit);
    for (const alias of unit.aliases) add(aliases, comparable(alias), unit);
    for (const name of [unit.name, ...unit.aliases]) {
      const core = coreOf(comparable(name));
      if (core.length < SHORTEST_NAME) continue;
      add(cores, core, unit);
      for (const tail of [bareOf(comparable(name)), ...tailsOf(core)]) if (tail !== null) add(tails, tail, unit);
    }
  }
  return { exact, aliases, cores, tails };
}

/** The names of units that a path may hold, by their first characters. */
function namesInPaths(units: readonly Unit[]): Map<string, { readonly name: string; readonly unit: Unit }[]> {
  const byStart = new Map<string, { name: string; unit: Unit }[]>();
  for (const unit of units) {
    const keys = [unit.name, ...unit.aliases].map(comparable);
    for (const name of new Set([...keys, ...keys.map(coreOf), ...keys.map((key) => bareOf(key) ?? "")]))
      if (name.length >= SHORTEST_IN_PATH) add(byStart, name.slice(0, SHORTEST_NAME), { name, unit });
  }
  return byStart;
}

const keyOfMatch = ({ id, organization, division, folder }: Match["named"]): string =>
  organization === null ? id : [comparable(organization), division ?? "", folder].join("\n");

const divisionCodeOf = (unit: Unit): string | null => unit.division ?? divisionOf(unit.name, "", null)?.code ?? null;

/** Words by which a folder or a file tells a unit from its namesakes. */
const hintsOf = (unit: Unit): string[] =>
  [
    ...namesOfDivision(divisionCodeOf(unit) ?? "").slice(0, 1),
    unit.contact ?? "",
    ...prefixesOf(comparable(unit.name)),
    ...unit.aliases.map(comparable),
  ].filter((hint) => hint.length >= SHORTEST_NAME);

export function rosterIndex({ units, matches }: Roster): RosterIndex {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const remembered = new Map(matches.map((match) => [keyOfMatch(match.named), match.unit]));
  const { exact, aliases, cores, tails } = namesOf(units);
  const inPaths = namesInPaths(units);
  const divisions = new Map(
    units.map((unit) => [unit, unit.division ?? divisionOf(unit.name, "", null)?.code ?? null]),
  );

  function only(found: readonly Unit[] | undefined, { division, folder, file }: Named): Unit | "several" | null {
    const fits = (unit: Unit): boolean => {
      const own = divisions.get(unit) ?? null;
      return own === null || division === null || own === division;
    };
    let units = (found ?? []).filter(fits);
    if (units.length > 1) {
      const same = units.filter((unit) => division !== null && divisions.get(unit) === division);
      if (same.length > 0) units = same;
    }
    if (units.length > 1) {
      const path = comparable(`${folder}/${file}`);
      const named = units.filter((unit) => hintsOf(unit).some((hint) => path.includes(hint)));
      if (named.length > 0) units = named;
    }
    return units.length > 1 ? "several" : (units[0] ?? null);
  }

  function unitNamedBy(path: string): Unit | null {
    const text = comparable(path);
    let longest = 0;
    let found = new Set<Unit>();
    for (let at = 0; at < text.length; at++) {
      for (const { name, unit } of inPaths.get(text.slice(at, at + SHORTEST_NAME)) ?? []) {
        if (name.length < longest || !text.startsWith(name, at)) continue;
        if (name.length > longest) found = new Set();
        longest = name.length;
        found.add(unit);
      }
    }
    const narrowed = [...found].filter((unit) => hintsOf(unit).some((hint) => text.includes(hint)));
    const [unit, other] = narrowed.length > 0 ? narrowed : [...found];
    return unit && !other ? unit : null;
  }

  function unitOf(named: Named): Unit | "none" | null {
    const known = remembered.get(keyOfMatch(named));
    if (known === null) return "none";
    const answered = known === undefined ? null : byId.get(known);
    if (answered) return answered;
    if (named.organization === null) return unitNamedBy(`${named.folder}/${named.file}`);
    const key = comparable(named.organization);
    const core = coreOf(key);
    const bare = bareOf(key);
    // The surest way that fits anybody decides.
    const ways = [
      exact.get(key),
      aliases.get(key),
      cores.get(core),
      ...[bare, ...tailsOf(core)].map((tail) => (tail === null ? undefined : cores.get(tail))),
      tails.get(bare ?? core),
    ];
    for (const found of ways) {
      const unit = only(found, named);
      if (unit === "several") return null;
      if (unit) return unit;
    }
    return null;
  }

  return { unitOf, unitNamedBy, unit: (id) => byId.get(id) ?? null };
}
