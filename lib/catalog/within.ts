/** What divisions something is limited to: GB/T 2260 codes or their prefixes, 2, 4 or 6 digits; null where to none. */
export type Within = readonly string[] | null;

export const isWithin = (within: Within, code: string | null): boolean =>
  within === null || (code !== null && within.some((prefix) => code.startsWith(prefix)));

/** The divisions that are within and below a prefix (null: any), none of them in another; null where nothing limits. */
export function narrowed(within: Within, division: string | null): Within {
  if (within === null) return division === null ? null : [division];
  const below = within.flatMap((prefix) => {
    if (division === null || prefix.startsWith(division)) return [prefix];
    return division.startsWith(prefix) ? [division] : [];
  });
  return [...new Set(below)].filter((each) => !below.some((other) => other !== each && each.startsWith(other)));
}
