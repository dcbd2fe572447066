import { withoutTrailing } from "../../document/text.ts";
import data from "./divisions.json" with { type: "json" };
import type { Division } from "./facts.ts";
import { comparable } from "./wording.ts";

type Level = "province" | "city" | "county";
interface Unit {
  readonly code: string;
  readonly level: Level;
  readonly name: string;
  /** The unit to report where this name is no longer in use (GB/T 2260 code of the successor). */
  readonly successor?: string;
  /** Last year in which the former name was in use. */
  readonly until?: number;
}

const provinces: Readonly<Record<string, string>> = data.provinces;
const cities: Readonly<Record<string, string>> = data.cities;
const counties: Readonly<Record<string, string>> = data.counties;
const areaCodes: Readonly<Record<string, string>> = data.areaCodes;

const units: readonly Unit[] = [
  ...Object.entries(provinces).map(([code, name]): Unit => ({ code, name, level: "province" })),
  ...Object.entries(cities).map(([code, name]): Unit => ({ code, name, level: "city" })),
  ...Object.entries(counties).map(([code, name]): Unit => ({ code, name, level: "county" })),
  ...data.former.map(
    ({ code, name, until, successor }): Unit => ({
      code,
      name,
      until,
      successor,
      level: code.endsWith("00") ? "city" : "county",
    }),
  ),
];

const ETHNIC =
  // check-patterns: only the names of our own list are looked at.
  /(?:蒙古族?|回族?|藏族?|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|鄂温克族?|保安族|裕固族|独龙族|鄂伦春族?|各族)+(?=自治[县州])/u;
const SUFFIX = /(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|地区|省|市|盟|州)$/u;

/**
 * The forms a name goes by: 麻阳苗族自治县, 麻阳自治县, 麻阳县; 济南市, 济南. A county is never cut to its stem: 朝阳区
 * is no 朝阳.
 */
function formsOf(unit: Unit): string[] {
  const ethnic = unit.name.replace(ETHNIC, "");
  const forms = [unit.name];
  if (ethnic !== unit.name) forms.push(ethnic, ethnic.replace("自治", ""));
  if (unit.level !== "county") {
    const stem = withoutTrailing(ethnic.replace(SUFFIX, ""), /[自治]/u);
    if (stem.length >= 2) forms.push(stem);
  }
  return [...new Set(forms)];
}

const byForm = new Map<string, Unit[]>();
for (const unit of units) for (const form of formsOf(unit)) byForm.set(form, [...(byForm.get(form) ?? []), unit]);
const LONGEST = Math.max(...[...byForm.keys()].map((form) => form.length));
const countyNames = [...new Set(units.filter(({ level }) => level === "county").map(({ name }) => name))];
/** What stands before 区 in names of areas that are no district, as a pattern: 开发区, 风景区, 高新区, 社区. */
export const NO_DISTRICT = "开发|新|园|景|示范|度假|合作|保税|试验|管理|实验|保护|功能|产业|社|校|库|牧|林|矿|灌";
/** What follows a stem that only looks like a city: 北京街道, 中山路街道, 大同镇. */
const NOT_A_CITY = /^(?:[东西南北中大小新老]?[路街镇乡村社桥门湖山河江湾里园港口]|社区|街道)/u;

const provinceOf = (code: string): string => `${code.slice(0, 2)}0000`;
const cityOf = (code: string): string => `${code.slice(0, 4)}00`;
const current = (unit: Unit, year: number | null): Unit | null => {
  if (unit.successor === undefined || (year !== null && unit.until !== undefined && year <= unit.until)) return unit;
  const name = counties[unit.successor];
  return name ? { code: unit.successor, name, level: "county" } : null;
};
const divisionFor = (unit: Unit): Division => {
  const chain = unit.level === "province" ? [] : [provinces[provinceOf(unit.code)] ?? ""];
  const city = unit.level === "county" ? cities[cityOf(unit.code)] : undefined;
  return { code: unit.code, name: [...chain, ...(city ? [city] : []), unit.name].join("") };
};

const isWithin = (inner: Unit, outer: Unit): boolean =>
  inner.code.startsWith(outer.level === "province" ? outer.code.slice(0, 2) : outer.code.slice(0, 4)) &&
  inner.code !== outer.code;
/** A successor may lie in another city than the unit it took over: both count. */
const within = (inner: Unit, outer: Unit): boolean =>
  isWithin(inner, outer) || (inner.successor !== undefined && isWithin({ ...inner, code: inner.successor }, outer));

interface Parsed {
  /** Possible chains from the province down, each the most exact unit read. */
  readonly candidates: readonly Unit[];
  readonly rest: string;
  readonly matched: boolean;
}

/** Reads division names off the front of a name, the longest first, each inside the one before. */
function parse(name: string): Parsed {
  let candidates: readonly Unit[] = [];
  let rest = name;
  for (;;) {
    let step: { units: Unit[]; length: number } | null = null;
    for (let length = Math.min(LONGEST, rest.length); length >= 2 && !step; length--) {
      const form = rest.slice(0, length);
      const found = byForm.get(form);
      if (!found) continue;
      const after = rest.slice(length);
      const fits = found.filter((unit) => {
        if (candidates.length > 0 && !candidates.some((outer) => within(unit, outer))) return false;
        const stem = form !== unit.name && unit.level !== "county";
        return (
          !(stem && (NOT_A_CITY.test(after) || after === "")) &&
          !(candidates.length > 0 && stem && unit.level === "province")
        );
      });
      // A stem may stand for a city and its province's namesake (吉林): the full name decides, else both stay.
      if (fits.length > 0) step = { units: fits, length };
    }
    if (!step) break;
    candidates = step.units;
    rest = rest.slice(step.length);
    if (candidates.every(({ level }) => level === "county")) break;
  }
  return { candidates, rest, matched: candidates.length > 0 };
}

/** Full names of counties that a text names, the longest where one holds another (城区 in 西城区 is not counted). */
function countiesIn(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const match of text.matchAll(COUNTY_WORD)) {
    for (let start = 0; start <= match[0].length - 2; start++) {
      const name = match[0].slice(start);
      if (byForm.get(name)?.some(({ level, name: full }) => level === "county" && full === name)) {
        found.set(name, (found.get(name) ?? 0) + 1);
        break;
      }
    }
  }
  return found;
}
const COUNTY_WORD = new RegExp(
  `\\p{Script=Han}{1,${Math.max(...countyNames.map(({ length }) => length)) - 1}}?[区县市旗]`,
  "gu",
);

const PINYIN: Readonly<Record<string, string>> = {
  beijing: "11",
  tianjin: "12",
  hebei: "13",
  shanxi: "14",
  neimenggu: "15",
  nmg: "15",
  liaoning: "21",
  jilin: "22",
  heilongjiang: "23",
  hlj: "23",
  shanghai: "31",
  jiangsu: "32",
  zhejiang: "33",
  anhui: "34",
  fujian: "35",
  jiangxi: "36",
  shandong: "37",
  henan: "41",
  hubei: "42",
  hunan: "43",
  guangdong: "44",
  guangxi: "45",
  hainan: "46",
  chongqing: "50",
  sichuan: "51",
  guizhou: "52",
  yunnan: "53",
  xizang: "54",
  shaanxi: "61",
  gansu: "62",
  qinghai: "63",
  ningxia: "64",
  xinjiang: "65",
};

const DOMAINS = Object.entries(PINYIN).map(
  ([word, code]) => [new RegExp(`[.@]${word}\\.(?:gov\\.)?cn`, "iu"), code] as const,
);
const TELEPHONE = /(?<!\d)(0\d{2,3})[-—－)）]{1,2}\d{7,8}(?!\d)/gu;

/**
 * Of several units with one name the one that the text points at: its city or province by name, domain or telephone
 * code. Null while more than one is left.
 */
function pick(candidates: readonly Unit[], text: string): Unit | null {
  if (candidates.length <= 1) return candidates[0] ?? null;
  const hints: ((unit: Unit) => boolean)[] = [
    (unit) =>
      text.includes(cities[cityOf(unit.code)] ?? "\0") ||
      text.includes(`${cities[cityOf(unit.code)] ?? "\0"}`.replace(SUFFIX, "") + unit.name),
    (unit) => text.includes(provinces[provinceOf(unit.code)] ?? "\0"),
    (unit) => DOMAINS.some(([domain, code]) => unit.code.startsWith(code) && domain.test(text)),
    (unit) => {
      const phone = areaCodes[cityOf(unit.code)] ?? areaCodes[provinceOf(unit.code)];
      return phone !== undefined && [...text.matchAll(TELEPHONE)].some(([, code]) => code === phone);
    },
  ];
  for (const hint of hints) {
    const left = candidates.filter(hint);
    if (left.length === 1) return left[0] ?? null;
    if (left.length > 1 && left.length < candidates.length) return pick(left, text);
  }
  return null;
}

const TOWN = /(?:街道办事处|街道办|街道|办事处|镇|乡|苏木)(?:人民政府)?(?:办公室)?$/u;
const ZONE =
  /(?:生产建设兵团|开发区|高新区|经开区|产业园区?|示范区|度假区|风景区|管理区|工业园|保税区|管委会|管理委员会|新区)/u;

/** Where a report of a town says whose town it is: 兰山区人民政府门户网站, 在兰山区委、区政府的领导下. */
const SUPERIORS = [
  /(\p{Script=Han}{2,24})(?:人民)?政府(?:门户|官方)?网/gu,
  /(\p{Script=Han}{2,24}[区县市旗])委[、和及](?:区|县|市|旗)(?:人民)?政府/gu,
];

/**
 * The county that the text names right before the author's name or the town's, or as its superior, when it names no
 * other there.
 */
function countyFromText(rest: string, text: string): readonly Unit[] {
  const places = SUPERIORS.flatMap((superior) =>
    [...text.matchAll(superior)].map((match) => match[1]?.replace(/人民$/u, "") ?? ""),
  );
  const town = rest.replace(/(?:人民政府|办事处|办)$/u, "");
  const named = town.length >= 2 ? town : rest;
  for (let at = text.indexOf(named); at >= 0; at = text.indexOf(named, at + 1))
    places.push(text.slice(Math.max(0, at - 14), at));
  const names = new Set(
    places.flatMap((place) => [...countiesIn(place)].map(([name]) => name).filter((name) => place.endsWith(name))),
  );
  const [only] = [...names];
  return names.size === 1 && only ? (byForm.get(only) ?? []).filter(({ level }) => level === "county") : [];
}

/**
 * The GB/T 2260 division a body belongs to: its county for county-level bodies and towns, its city or province for
 * theirs. Names repeat (鼓楼区 stands in four cities): what the name leaves open is settled by the text only where that
 * is unequivocal, else null. The report year decides whether a former name keeps its own code.
 */
export function divisionOf(organization: string, text: string, year: number | null): Division | null {
  const name = comparable(organization).replace(
    /^(?:中共|中国共产党|国家税务总局|中华人民共和国|国家统计局|中国人民银行|国家)/u,
    "",
  );
  const key = comparable(text);
  const settle = (candidates: readonly Unit[]): Division | null => {
    const unit = pick(candidates, key);
    const now = unit ? current(unit, year) : null;
    return now ? divisionFor(now) : null;
  };
  const { candidates, rest } = parse(name);
  const district = candidates.length > 0 && candidates.every(({ level }) => level === "county");
  if (district) return settle(preferCurrent(candidates, year));
  const isTown = TOWN.test(name);
  const inside = [...countiesIn(rest)].flatMap(([county]) =>
    (byForm.get(county) ?? []).filter(
      (unit) => unit.level === "county" && candidates.some((outer) => within(unit, outer)),
    ),
  );
  if (candidates.length > 0 && inside.length === 1) return settle(inside);
  if (candidates.length > 0 && !isTown) return ZONE.test(rest) ? null : settle(candidates);
  if (ZONE.test(name)) return null;
  const nearby = countyFromText(rest === "" ? name : rest, key).filter(
    (unit) => candidates.length === 0 || candidates.some((outer) => within(unit, outer)),
  );
  if (nearby.length > 0) return settle(preferCurrent(nearby, year));
  // A town of a city without counties belongs to the city itself.
  const [city] = candidates;
  return candidates.length === 1 &&
    city?.level === "city" &&
    !Object.keys(counties).some((code) => code.startsWith(city.code.slice(0, 4)))
    ? settle(candidates)
    : null;
}

/** Of a name in use now and formerly, the one that fits the report's year. */
function preferCurrent(candidates: readonly Unit[], year: number | null): readonly Unit[] {
  const fitting = candidates.filter((unit) => unit.until === undefined || (year !== null && year <= unit.until));
  return fitting.length > 0 ? fitting : candidates;
}

/** Codes and names of counties named in a text right before 人民政府, for comparing with the author's own. */
export const countiesNamed = (text: string): string[] => [...countiesIn(comparable(text)).keys()];
/** Whether a line is the name of a province, city or county and nothing else. */
export function isDivision(line: string): boolean {
  const { matched, rest } = parse(comparable(line));
  return matched && rest === "";
}
/** What is left of a body's name without the divisions in front of it. */
export function withoutDivisions(organization: string): string {
  const { rest } = parse(comparable(organization));
  return rest;
}
/** Names of a division and of those that it lies in, the inmost first; none for a code that is none. */
export const namesOfDivision = (code: string): string[] =>
  [counties[code], cities[cityOf(code)], provinces[provinceOf(code)]].filter((name) => name !== undefined);
