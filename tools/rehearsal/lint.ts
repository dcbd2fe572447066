import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SettingsInput } from "../../lib/infrastructure/settings.ts";
import { synthesise } from "./deployment.ts";
import { REGION } from "./emulator.ts";
import type { Python } from "./python.ts";
import { expect, step } from "./step.ts";

/** What cfn-lint and checkov find in the templates, but for the exceptions with their reasons. */

const run = promisify(execFile);
const EXCEPTIONS = new URL("lint-exceptions.json", import.meta.url);
/** One of each partition. */
const REGIONS = ["us-east-1", "cn-north-1", "us-gov-west-1"];

interface Finding {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

interface Exceptions {
  readonly "cfn-lint": Readonly<Record<string, string>>;
  /** By check, or by check and the beginning of a resource's logical name. */
  readonly checkov: Readonly<Record<string, string>>;
}

export async function lint(python: Python, settings: SettingsInput, folder: string): Promise<void> {
  const exceptions = JSON.parse(await readFile(EXCEPTIONS, "utf8")) as Exceptions;
  const guarded: SettingsInput = { ...settings, region: REGION, guardRails: { customerManagedKey: true } };
  const { template } = await synthesise(guarded, join(folder, "cdk.guarded"));
  await step("cfn-lint", () => cfnLint(python, template, Object.keys(exceptions["cfn-lint"])));
  await step("checkov", () => checkov(python, template, Object.keys(exceptions.checkov)));
}

async function cfnLint({ "cfn-lint": program }: Python, template: string, ignored: readonly string[]): Promise<void> {
  const ignore = ignored.length > 0 ? ["--ignore-checks", ...ignored] : [];
  await run(program, ["--template", template, "--regions", ...REGIONS, ...ignore]).catch(
    ({ stdout, message }: { stdout?: string; message: string }) => expect(false, "no finding", stdout || message),
  );
}

async function checkov({ checkov: program }: Python, template: string, excepted: readonly string[]): Promise<void> {
  const args = ["--file", template, "--framework", "cloudformation", "--output", "json", "--compact", "--quiet"];
  // It must ask nobody for guidelines.
  const environment = { ...process.env, CKV_SKIP_PACKAGE_UPDATE_CHECK: "1" };
  const { stdout } = await run(program, [...args, "--soft-fail", "--skip-download"], {
    env: environment,
    maxBuffer: 2 ** 26,
  });
  const { failed_checks: failed } = (JSON.parse(stdout) as { results: { failed_checks: readonly Finding[] } }).results;
  const covers = (exception: string, { check_id, resource }: Finding) => {
    const [id, of = ""] = exception.split(" ");
    return id === check_id && (resource.split(".").at(-1) ?? "").startsWith(of);
  };
  const found = failed.filter((finding) => !excepted.some((exception) => covers(exception, finding)));
  const lines = found.map(({ check_id, check_name, resource }) => `${check_id} ${resource}: ${check_name}`);
  expect(found.length === 0, "no finding", lines);
  const idle = excepted.filter((exception) => !failed.some((finding) => covers(exception, finding)));
  expect(idle.length === 0, "each exception is one still", idle);
}
