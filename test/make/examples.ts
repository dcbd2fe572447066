import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PROGRAM } from "./command.ts";
import { freePort } from "./free-port.ts";

/** The examples of README and docs: found in their pages, and run as a reader would type them. */

const ROOT = new URL("../../", import.meta.url);

/** Every page that people read, by its path in the project. */
export const PAGES: readonly string[] = [
  ...["README.md", "README.zh.md", "CONTRIBUTING.md"],
  ...(await readdir(new URL("docs/", ROOT), { recursive: true }))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
];
export const readPage = (page: string): Promise<string> => readFile(new URL(page, ROOT), "utf8");

export interface Example {
  readonly language: string;
  readonly code: string;
  /** What the page says that it prints, in a block of text right below; null where it says nothing. */
  readonly prints: string | null;
}

/** The fenced blocks of a page, in their order; one of plain text below another is what that prints. */
export function examplesOf(markdown: string): Example[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$(?:\s*^```text\n(.*?)^```$)?/gmsu)].map(
    ([, language = "", code = "", prints = null]) => ({ language, code, prints }),
  );
}

/**
 * What stands for a reader's terminal. Any answer of a server but a success ends the example; a stream of events is left
 * after a second. A server is started in the background, where the one before has been ended, and waited for. What
 * installs, asks a registry or needs an account is looked at and not run: CI runs the first as it stands,
 * test/program the package, and nobody here has an account.
 */
const TERMINAL = `set -euo pipefail
program=${JSON.stringify(PROGRAM)}
curl() {
  local rc=0 longest=20; [ "$1" != -sN ] || longest=1
  command curl --fail-with-body --max-time $longest "$@" || rc=$?; [ $rc -eq 0 ] || [ $rc -eq 28 ] || return $rc
}
command -v jq > /dev/null || jq() { node -p 'eval("("+require("fs").readFileSync(process.argv[2]??0,"utf8")+")"+process.argv[1])' "\${@:2}"; }
server=
stop() { [ -z "$server" ] || { kill $server; wait $server || true; server=; }; }
trap stop EXIT
serve() {
  stop
  # Here, and not by the server only: what the one before has said must not be taken for its word.
  : > server.log
  node "$program" serve "$@" >> server.log 2>&1 & server=$!
  until grep -q '"event":"serving"' server.log; do kill -0 $server 2> /dev/null || { cat server.log; return 1; }; sleep 0.05; done
}
# Options that a command does not have are an example's fault, whoever runs it.
known() {
  local help word; help=$(node "$program" "$1" --help)
  for word in "\${@:2}"; do [ "\${word#--}" = "$word" ] || grep -q -e "$word" <<< "$help" || { echo "no option $word" >&2; return 1; }; done
}
tabularium() {
  case "$1" in
    serve) serve "\${@:2}" ;;
    backfill | reconcile | redrive | models) known "$@" ;;
    *) node "$program" "$@" ;;
  esac
}
script() { node -e 'if (!(process.argv[1] in require("./package.json").scripts)) { console.error("no script " + process.argv[1]); process.exit(1); }' "$1"; }
npm() {
  case "$*" in
    ci | "ci --omit=dev" | test | pack | "install ./tabularium-"*) ;;
    "run -s tabularium -- "*) tabularium "\${@:5}" ;;
    "run tabularium -- "*) tabularium "\${@:4}" ;;
    "run -s "*) script "$3" ;;
    "run "*) script "$2" ;;
    *) echo "no example should say: npm $*" >&2; return 1 ;;
  esac
}
npx() {
  case "$1 \${2-}" in
    "tabularium "*) tabularium "\${@:2}" ;;
    "tsx "*) [ -f "$2" ] || { echo "no $2" >&2; return 1; } ;;
    "cdk bootstrap" | "cdk diff" | "cdk deploy" | "cdk destroy" | "cdk synth") ;;
    *) echo "no example should say: npx $*" >&2; return 1 ;;
  esac
}
pip() { :; }
aws() { :; }
awscurl() { :; }
`;

/** Milliseconds: what hangs is ended, and its server with it. */
const LONGEST = 110_000;
/** Between what one example prints and the next. */
export const SEPARATOR = "\u001e";
const languages: Readonly<Record<string, (example: Example, index: number) => string>> = {
  sh: ({ code }) => code,
  js: ({ code }, index) => `cat > example-${index}.mjs << 'END'\n${code}END\nnode example-${index}.mjs\n`,
  ts: ({ code }, index) =>
    `cat > example-${index}.ts << 'END'\n${code}END\n"$esbuild" --log-level=error --format=esm --outfile=example-${index}.mjs example-${index}.ts\nnode example-${index}.mjs\n`,
};
export const RUN_BY_TERMINAL: readonly string[] = Object.keys(languages);

export interface Ran {
  readonly code: number;
  /** What each of the examples printed. */
  readonly printed: readonly string[];
  readonly errors: string;
}

/**
 * Runs a page's examples one after the other in one terminal, as they stand; servers listen on this machine alone and on
 * a port that is free.
 */
export async function runExamples(
  examples: readonly Example[],
  { folder, environment = {} }: { readonly folder: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<Ran> {
  const port = await freePort();
  const script = examples
    .map((example, index) => languages[example.language]?.(example, index) ?? "")
    .join(`printf '${SEPARATOR}'\n`)
    .replace(/(?<!\d)8080(?!\d)/gu, String(port))
    .replaceAll("0.0.0.0", "127.0.0.1");
  const esbuild = fileURLToPath(new URL("node_modules/.bin/esbuild", ROOT));
  return new Promise((done) => {
    const env = { ...process.env, esbuild, HOME: folder, API: `http://127.0.0.1:${port}`, ...environment };
    const child = execFile(
      "bash",
      ["-c", TERMINAL + script],
      { cwd: folder, env, timeout: LONGEST },
      (_, out, errors) => done({ code: child.exitCode ?? -1, printed: out.split(SEPARATOR), errors }),
    );
  });
}
