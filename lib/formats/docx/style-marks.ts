/** Marks of characters as their own properties and the styles of a document set them, for the second reading. */

/** Marks of a run that take its text off the page or off the line. */
export type Mark = "vanish" | "strike" | "dstrike" | "superscript" | "subscript";
const SIMPLE: readonly Mark[] = ["vanish", "strike", "dstrike"];
/** Said by two styles they cancel each other (17.7.3). */
export const TOGGLES: ReadonlySet<Mark> = new Set<Mark>(["vanish", "strike"]);
export const isOff = (value: string | undefined) => /^(?:0|false|off)$/u.test(value ?? "1");

/** What a property says of marks: which it sets, and which it clears. */
export function marksSaid(name: string, value: string | undefined): readonly (readonly [Mark, boolean])[] {
  if (name === "vertAlign")
    return [["superscript", value === "superscript"] as const, ["subscript", value === "subscript"] as const];
  return SIMPLE.flatMap((mark) => (mark === name ? [[mark, !isOff(value)] as const] : []));
}

export type StyleMarks = ReadonlyMap<string, ReadonlySet<Mark>>;

/** The marks that each style sets, by itself or through the style it is based on. */
export function styleMarks(xml: string): StyleMarks {
  const said = new Map<string, readonly (readonly [Mark, boolean])[]>();
  const bases = new Map<string, string>();
  for (const style of xml.split(/<(?:\w+:)?style\s/u).slice(1)) {
    const id = /styleId=["']([^"']*)["']/u.exec(style)?.[1] ?? "";
    const properties = [...style.matchAll(/<(?:\w+:)?(vanish|d?strike|vertAlign)\b([^<>]*)>/gu)];
    said.set(
      id,
      properties.flatMap(([, name = "", attributes = ""]) =>
        marksSaid(name, /val=["']([^"']*)["']/u.exec(attributes)?.[1]),
      ),
    );
    const base = /val=["']([^"']*)["']/u.exec(/<(?:\w+:)?basedOn\s([^<>]*)>/u.exec(style)?.[1] ?? "")?.[1];
    if (base !== undefined) bases.set(id, base);
  }
  const resolved = new Map<string, ReadonlySet<Mark>>();
  for (const id of said.keys()) {
    const chain: string[] = [];
    for (let at: string | undefined = id; at !== undefined && said.has(at) && !resolved.has(at); at = bases.get(at)) {
      resolved.set(at, new Set()); // styles based on each other in a circle end here
      chain.push(at);
    }
    for (const one of chain.reverse()) {
      const marks = new Set(resolved.get(bases.get(one) ?? ""));
      for (const [mark, on] of said.get(one) ?? []) on ? marks.add(mark) : marks.delete(mark);
      resolved.set(one, marks);
    }
  }
  return resolved;
}
