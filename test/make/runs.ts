/** Texts that trip a regular expression, if any do: long runs of what it repeats. */

export interface Run {
  /** What leads the expression to where it repeats. */
  readonly before: string;
  readonly unit: string;
}

/**
 * What an expression matches, in one way and in all its ways one after the other, and each repeat without a bound in
 * it.
 */
interface Sample {
  readonly text: string;
  readonly all: string;
  readonly runs: readonly Run[];
}

/** The repeats without a bound in an expression's source (flag "u"). */
export function runsOf(source: string): readonly Run[] {
  let at = 0;

  const alternatives = (): Sample => {
    const all = [sequence()];
    while (source[at] === "|") {
      at++;
      all.push(sequence());
    }
    return {
      text: all[0]?.text ?? "",
      all: all.map((one) => one.text).join(""),
      runs: all.flatMap(({ runs }) => runs),
    };
  };

  const sequence = (): Sample => {
    let text = "";
    const runs: Run[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") {
      const before = text;
      const part = atom();
      const { least, most } = quantifier();
      runs.push(...part.runs.map((run) => ({ before: before + run.before, unit: run.unit })));
      if (most === Number.POSITIVE_INFINITY && part.all !== "") runs.push({ before, unit: part.all });
      text += part.text.repeat(Math.min(Math.max(least, 1), 50));
    }
    return { text, all: text, runs };
  };

  const atom = (): Sample => {
    if (source[at] === "(") return group();
    const token = (/^(?:\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u....|\\x..|\\.|.)/su.exec(
      source.slice(at),
    ) ?? [""])[0];
    at += token.length;
    const text = characterOf(token);
    return { text, all: text, runs: [] };
  };

  const group = (): Sample => {
    const opening = /^\((?:\?(?:<?[=!]|<\w+>|:))?/u.exec(source.slice(at))?.[0] ?? "(";
    at += opening.length;
    const inner = alternatives();
    at++;
    // What must follow is not consumed, what must not is not there; what must stand before has to.
    if (opening === "(?=" || opening.endsWith("!")) return { text: "", all: "", runs: inner.runs };
    return inner;
  };

  const quantifier = (): { least: number; most: number } => {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/u.exec(source.slice(at));
    if (!found) return { least: 1, most: 1 };
    at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign) return { least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Number.POSITIVE_INFINITY };
    return { least: Number(least), most: most ? Number(most) : comma ? Number.POSITIVE_INFINITY : Number(least) };
  };

  return alternatives().runs;
}

const CANDIDATES = [..."x字 1\n.,:-()<"];

/**
 * A character that a class, an escape or a letter of an expression matches; "" for what only looks, or matches what
 * another part does.
 */
function characterOf(token: string): string {
  if (/^(?:[$^]|\\b|\\B|\\[1-9])$/u.test(token)) return "";
  const pattern = new RegExp(`^${token}$`, "u");
  return [...token.replace(/^\[\^?/u, ""), ...CANDIDATES].find((character) => pattern.test(character)) ?? token;
}
