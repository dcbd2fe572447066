import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { parseSettings } from "../lib/infrastructure/settings.ts";
import { TabulariumStack } from "../lib/infrastructure/tabularium-stack.ts";

/**
 * The infrastructure: `npx cdk synth`, `npx cdk deploy`. Settings come from settings.json beside cdk.json, or from the
 * file that `-c settings=FILE` names.
 */
const app = new App();
const file = app.node.tryGetContext("settings") as string | undefined;
const path = file ?? "settings.json";
const settings = parseSettings(file !== undefined || existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : {});

const functions = (name: string) => fileURLToPath(new URL(`../dist/functions/${name}`, import.meta.url));
if (!existsSync(functions("process"))) {
  const architecture = settings.architecture === "arm64" ? "arm64" : "x64";
  throw new Error(`函数尚未构建，请先运行：npx tsx build.ts --functions ${architecture}`);
}

new TabulariumStack(app, settings.name, {
  settings,
  bundles: functions,
  env: { region: settings.region },
  description: "Turns annual reports on government information disclosure into proven figures",
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
