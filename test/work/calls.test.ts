import { execFile, spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import sharp from "sharp";
import { PROGRAM } from "../make/command.ts";
import { tablePicture } from "../make/scan.ts";
import { temporaryFolder } from "../make/serve.ts";

/** What a run does beside reading its files, seen from outside by the tools of Linux that this machine has. */

const works = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
/** A network without a route, whose kernel counts what finds none. */
const namespace = works("unshare", "-rn", "grep", "-q", "OutNoRoutes", "/proc/net/snmp");
const tracer = works("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true");
const watched = namespace || tracer ? test : test.skip;

const samples = fileURLToPath(new URL("../../samples", import.meta.url));
const MAKES_FILES = [
  "?open",
  "openat",
  "?openat2",
  "?creat",
  "?mkdir",
  "mkdirat",
  "?mknod",
  "mknodat",
  "?link",
  "linkat",
  "?symlink",
  "symlinkat",
];

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What a command prints, in an environment of nothing but folders of its own. */
async function printed(command: readonly string[]): Promise<string> {
  const places = Object.fromEntries(
    ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"].map((name) => [name, join(folder, name)]),
  );
  for (const place of Object.values(places)) await mkdir(place);
  const [file = "", ...args] = command;
  return new Promise((done, failed) => {
    const env = { PATH: process.env.PATH, ...places };
    execFile(file, args, { env, encoding: "utf8" }, (error, stdout) => (error ? failed(error) : done(stdout)));
  });
}

/**
 * Of the kernel's counters (/proc/net/snmp: a line of names above a line of numbers) what was sent without finding a
 * route.
 */
function sentWithoutRoute(counters: string): number {
  const [names = [], numbers = []] = counters
    .split("\n")
    .flatMap((line) => (line.startsWith("Ip:") ? [line.split(" ")] : []));
  return Number(numbers[names.indexOf("OutNoRoutes")]);
}

watched(
  `reading every format and recognising a scan calls nobody and leaves no file outside the output folder (${
    [namespace && "unshare", tracer && "strace"].filter(Boolean).join(", ") ||
    "skipped: neither unshare nor strace works here"
  })`,
  async () => {
    const { data, width, height, channels } = await tablePicture({ rows: [["1207", "348", "Plums"]] });
    const scan = join(folder, "scan.png");
    await writeFile(scan, await sharp(data, { raw: { width, height, channels } }).png().toBuffer());
    const out = join(folder, "out");
    const trace = join(folder, "trace");
    const counters = await printed([
      ...(namespace ? ["unshare", "-rn", "sh", "-c", '"$@" >/dev/null && cat /proc/net/snmp', "sh"] : []),
      ...(tracer
        ? ["strace", "-f", "-qq", "--seccomp-bpf", "-e", `trace=%network,${MAKES_FILES.join()}`, "-o", trace]
        : []),
      ...[process.execPath, PROGRAM, "process", samples, scan, "--out", out],
    ]);

    expect(await readFile(join(out, "scan.png/document.json"), "utf8")).toContain("1207");
    const made = await readdir(folder, { recursive: true });
    expect(made.filter((path) => /^(?:HOME|TMPDIR|XDG\w+)\//u.test(path))).toEqual([]);
    if (namespace) expect(sentWithoutRoute(counters)).toBe(0);
    if (!tracer) return;
    // A call that another thread interrupts is written twice: "unfinished" with its arguments, "resumed" without.
    const calls = (await readFile(trace, "utf8")).split("\n").filter((line) => !line.includes(" resumed>"));
    expect(calls.filter((line) => line.includes(out)).length).toBeGreaterThan(0);
    expect(calls.filter((line) => /\bAF_(?:INET|NETLINK)|\bconnect\(/u.test(line))).toEqual([]);
    const writing = calls.filter((line) =>
      / (?:open\w*\(.*\bO_(?:CREAT|WRONLY|RDWR)|creat|mkdir|mknod|link|symlink)/u.test(line),
    );
    const allowed = [`"${out}/`, `"${out}"`, '"/dev/null"'];
    expect(writing.filter((line) => !allowed.some((path) => line.includes(path)))).toEqual([]);
  },
  60_000,
);
