import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { parseSettings, type SettingsInput } from "../../lib/infrastructure/settings.ts";
import { TabulariumStack } from "../../lib/infrastructure/tabularium-stack.ts";

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
export type Json = any;

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, Json>;
  readonly DeletionPolicy?: string;
}

export interface Synthesised {
  /** The whole template as text. */
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Logical names and properties of all resources of a type, for example `AWS::S3::Bucket`. */
  readonly ofType: (type: string) => Record<string, Json>;
}

interface LookedOver extends Synthesised {
  /** What cdk-nag, and what CDK knows of CloudFormation, finds wrong. */
  readonly findings: readonly string[];
}

/** The template that settings give, with empty functions. */
export const synthesise = (input: SettingsInput = {}): Synthesised => synthesised(input, false);

/** The same looked over, which takes longer than all the rest. */
export const lookedOver = (input: SettingsInput = {}): LookedOver => synthesised(input, true);

function synthesised(input: SettingsInput, looked: boolean): LookedOver {
  const folder = mkdtempSync(join(tmpdir(), "tabularium-stack-"));
  const { stackTraceLimit } = Error;
  try {
    // CDK asks some thousand times who called it, though told not to, and Jest answers with lines of the sources.
    Error.stackTraceLimit = 0;
    const bundle = mkdtempSync(join(folder, "bundle-"));
    writeFileSync(join(bundle, "index.mjs"), "");
    const settings = parseSettings(input);
    const { context } = JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8"));
    const app = new App({
      outdir: join(folder, "out"),
      context,
      builtinCloudFormationValidation: looked,
      // Where in the program each construct was made, and a tree of them all: neither is part of the template.
      stackTraces: false,
      treeMetadata: false,
    });
    new TabulariumStack(app, settings.name, { settings, bundles: () => bundle, env: { region: settings.region } });
    if (looked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const { exitCode } = process;
    app.synth();
    // Findings set it; here they are what is asked for.
    process.exitCode = exitCode;
    const text = readFileSync(join(folder, "out", `${settings.name}.template.json`), "utf8");
    const report = looked
      ? JSON.parse(readFileSync(join(folder, "out", "validation-report.json"), "utf8"))
      : { pluginReports: [] };
    const resources: Record<string, Resource> = JSON.parse(text).Resources;
    return {
      text,
      resources,
      ofType: (type) =>
        Object.fromEntries(
          Object.entries(resources)
            .filter(([, resource]) => resource.Type === type)
            .map(([name, resource]) => [name, resource.Properties]),
        ),
      findings: report.pluginReports.flatMap((plugin: { violations: { ruleName: string }[] }) =>
        plugin.violations.map(({ ruleName }) => ruleName),
      ),
    };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    rmSync(folder, { recursive: true, force: true });
  }
}
