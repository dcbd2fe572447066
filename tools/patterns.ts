import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse } from "@swc/core";

/** A regular expression of the program. */
export interface Pattern {
  /** File and line, below the root of the project. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
  /** Why it may stay as it is: said by a comment "check-patterns: …" on its line or on the line above. */
  readonly exempt: string | null;
}

export interface Patterns {
  readonly patterns: readonly Pattern[];
  /** Places where one is made only while the program runs, so that it can't be looked at. */
  readonly unseen: readonly string[];
}

interface Node {
  readonly type: string;
  readonly span: { readonly start: number };
  readonly [key: string]: unknown;
}

/**
 * All patterns of the given files: the literals from the source, those put together by `new RegExp` as they are when
 * their module has been loaded.
 * @param root URL of the project's folder, ending with "/"
 * @param files paths below it
 */
export async function patternsOf(root: URL, files: readonly string[]): Promise<Patterns> {
  const patterns: Pattern[] = [];
  const unseen: string[] = [];
  for (const file of files) {
    const source = await readFile(new URL(file, root));
    const lines = source.toString().split("\n");
    const module = await parse(source.toString(), { syntax: "typescript", target: "es2022" });
    const exempt = (line: number): string | null =>
      /\bcheck-patterns: (.+)/u.exec(`${lines[line - 2]}\n${lines[line - 1]}`)?.[1] ?? null;
    const composed = new Set<number>();
    for (const node of nodesIn(module)) {
      // Offsets are bytes and count from 1.
      const line = source
        .subarray(0, node.span.start - 1)
        .toString()
        .split("\n").length;
      if (node.type === "RegExpLiteral")
        patterns.push({
          place: `${file}:${line}`,
          source: String(node.pattern),
          flags: String(node.flags),
          exempt: exempt(line),
        });
      else if (isConstruction(node)) composed.add(line);
    }
    if (composed.size === 0) continue;
    const made = await madeBy(new URL(file, root));
    for (const line of composed) {
      const found = made.filter((pattern) => pattern.line === line);
      if (found.length === 0 && exempt(line) === null) unseen.push(`${file}:${line}`);
      for (const { source, flags } of found)
        patterns.push({ place: `${file}:${line}`, source, flags, exempt: exempt(line) });
    }
  }
  return { patterns, unseen };
}

function* nodesIn(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value && "span" in value) yield value as Node;
  for (const inner of Object.values(value)) yield* nodesIn(inner);
}

const isConstruction = ({ type, callee }: Node): boolean =>
  (type === "NewExpression" || type === "CallExpression") && (callee as Node & { value?: string }).value === "RegExp";

/** The patterns that a module constructs while it is loaded, by the line on which it does. */
async function madeBy(module: URL): Promise<{ line: number; source: string; flags: string }[]> {
  const made: { line: number; source: string; flags: string }[] = [];
  const own = globalThis.RegExp;
  const record = (pattern: RegExp): RegExp => {
    const [, , caller = ""] = (new Error().stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
    const line = caller.includes(fileURLToPath(module)) ? /:(\d+):\d+\)?$/u.exec(caller)?.[1] : undefined;
    if (line !== undefined) made.push({ line: Number(line), source: pattern.source, flags: pattern.flags });
    return pattern;
  };
  globalThis.RegExp = new Proxy(own, {
    construct: (target, given, by) => record(Reflect.construct(target, given, by)),
    apply: (target, self, given) => record(Reflect.apply(target, self, given)),
  });
  try {
    await import(`${module.href}?patterns`);
  } finally {
    globalThis.RegExp = own;
  }
  return made;
}
