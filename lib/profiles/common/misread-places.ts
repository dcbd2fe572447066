import data from "./divisions.json" with { type: "json" };
import { NO_DISTRICT } from "./divisions.ts";

/**
 * Counties whose rare character was taken for a common one (浉河区 for 狮河区) or overlooked: the city before them
 * tells which are meant.
 */

const byCityCode = new Map<string, string[]>();
for (const { code, name } of [
  ...Object.entries(data.counties).map(([code, name]) => ({ code, name })),
  ...data.former,
]) {
  const known = byCityCode.get(code.slice(0, 4));
  if (known) known.push(name);
  else byCityCode.set(code.slice(0, 4), [name]);
}
const countiesOf = new Map<string, readonly string[]>(
  Object.entries(data.cities).map(([code, city]) => [city, byCityCode.get(code.slice(0, 4)) ?? []]),
);
const LONGEST = 15;
const AFTER_CITY = new RegExp(`(${[...countiesOf.keys()].join("|")})(\\p{Script=Han}{2,${LONGEST}})`, "gu");
/** Shorter names have too little in common with what was read. */
const LEAST = 3;
/** What follows a city's name and is no county of it. */
const NO_COUNTY = new RegExp(`(?:${NO_DISTRICT}|城|市|郊|山|各)区$|[各本全]县$|各市$`, "u");

/** Corrects a county after its city where exactly one known county is within one character. */
export const withPlacesRight = (text: string): string =>
  text.replace(AFTER_CITY, (whole, city: string, rest: string) => {
    const counties = countiesOf.get(city) ?? [];
    if (counties.some((county) => rest.startsWith(county))) return whole;
    const meant = counties.flatMap((county) => {
      const read = [county.length, county.length - 1]
        .map((length) => rest.slice(0, length))
        .find((part) => isNearly(county, part));
      return read === undefined ? [] : [{ county, read }];
    });
    const [only] = meant;
    return only && meant.length === 1 ? city + only.county + rest.slice(only.read.length) : whole;
  });

/** Whether one character other than the last was taken for another or is lacking. */
function isNearly(county: string, read: string): boolean {
  if (county.length < LEAST || read.at(-1) !== county.at(-1) || NO_COUNTY.test(read)) return false;
  let same = 0;
  while (county[same] === read[same]) same++;
  return county.slice(same + 1) === read.slice(same + (read.length === county.length ? 1 : 0));
}
