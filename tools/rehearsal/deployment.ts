import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { zipSync } from "fflate";
import type { SettingsInput } from "../../lib/infrastructure/settings.ts";
import { s3Client } from "../../lib/storage/s3.ts";
import { REGION } from "./emulator.ts";

/** The stack as `cdk` synthesises it, taken to CloudFormation without `cdk deploy`, whose roles no emulator has. */

const run = promisify(execFile);
/** The emulator's account. */
const ACCOUNT = "000000000000";
const PATIENCE_SECONDS = 300;

export interface Synthesised {
  readonly name: string;
  readonly folder: string;
  readonly template: string;
}

/** @param folder gets the settings, the template and the functions */
export async function synthesise(settings: SettingsInput, folder: string): Promise<Synthesised> {
  const name = settings.name ?? "Tabularium";
  const path = `${folder}.settings.json`;
  await writeFile(path, JSON.stringify(settings));
  await run("node_modules/.bin/cdk", ["synth", "--quiet", "-c", `settings=${path}`, "-o", folder]);
  return { name, folder, template: join(folder, `${name}.template.json`) };
}

/** What `cdk bootstrap` leaves in an account, as far as the stack asks for it. */
const BOOTSTRAPPED = {
  StackName: "CDKToolkit",
  TemplateBody: JSON.stringify({
    Resources: {
      Version: {
        Type: "AWS::SSM::Parameter",
        Properties: { Name: "/cdk-bootstrap/hnb659fds/version", Type: "String", Value: "30" },
      },
      Assets: {
        Type: "AWS::S3::Bucket",
        Properties: { BucketName: `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}` },
      },
    },
  }),
};

interface Assets {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: "zip" | "file" };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
}

async function zipped(folder: string): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files[path.slice(folder.length + 1)] = await readFile(path);
    }
  // The sooner it is done the better: it goes no farther than this machine.
  return zipSync(files, { level: 1 });
}

/** Where a bootstrapped account takes what templates name. @returns the template's address there */
async function publish({ name, folder }: Synthesised): Promise<string> {
  const s3 = s3Client({ forcePathStyle: true });
  const { files } = JSON.parse(await readFile(join(folder, `${name}.assets.json`), "utf8")) as Assets;
  const here = (text: string) => text.replace(/\$\{AWS::AccountId\}/u, ACCOUNT).replace(/\$\{AWS::Region\}/u, REGION);
  let template = "";
  for (const { source, destinations } of Object.values(files))
    for (const { bucketName, objectKey } of Object.values(destinations)) {
      const path = join(folder, source.path);
      const [Bucket, Key] = [here(bucketName), here(objectKey)];
      const Body = source.packaging === "zip" ? await zipped(path) : await readFile(path);
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
      if (source.path === `${name}.template.json`) template = `${process.env.AWS_ENDPOINT_URL}/${Bucket}/${Key}`;
    }
  return template;
}

export type Outputs = Readonly<Record<string, string>>;

export interface Deployment {
  /** Prepares an account without anything, as `cdk bootstrap` does. */
  readonly bootstrap: () => Promise<void>;
  /** @returns the stack's outputs. @throws Error with what failed first */
  readonly create: (from: Synthesised) => Promise<Outputs>;
  readonly update: (from: Synthesised) => Promise<Outputs>;
  readonly remove: (name: string) => Promise<void>;
  /** Physical names by logical ones. */
  readonly resources: (name: string) => Promise<ReadonlyMap<string, { readonly type: string; readonly id: string }>>;
}

export function deployment(): Deployment {
  const cloud = new CloudFormationClient({});
  const reached = async (StackName: string, wanted: string): Promise<Outputs> => {
    const until = Date.now() + PATIENCE_SECONDS * 1000;
    while (Date.now() < until) {
      const [stack] = (await cloud.send(new DescribeStacksCommand({ StackName }))).Stacks ?? [];
      if (stack?.StackStatus === wanted)
        return Object.fromEntries(
          (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
        );
      if (!stack?.StackStatus?.endsWith("_IN_PROGRESS")) break;
      await pause(500);
    }
    const { StackEvents = [] } = await cloud.send(new DescribeStackEventsCommand({ StackName }));
    const why = StackEvents.reverse().find(({ ResourceStatus }) => ResourceStatus?.endsWith("_FAILED"));
    throw new Error(`not ${wanted}: ${why?.LogicalResourceId} ${why?.ResourceStatusReason}`);
  };
  const Capabilities = ["CAPABILITY_IAM" as const];
  return {
    bootstrap: async () => {
      await cloud.send(new CreateStackCommand(BOOTSTRAPPED));
      await reached(BOOTSTRAPPED.StackName, "CREATE_COMPLETE");
    },
    create: async (from) => {
      const TemplateURL = await publish(from);
      await cloud.send(new CreateStackCommand({ StackName: from.name, TemplateURL, Capabilities }));
      return reached(from.name, "CREATE_COMPLETE");
    },
    update: async (from) => {
      const TemplateURL = await publish(from);
      await cloud.send(new UpdateStackCommand({ StackName: from.name, TemplateURL, Capabilities }));
      return reached(from.name, "UPDATE_COMPLETE");
    },
    remove: async (StackName) => {
      const { Stacks = [] } = await cloud.send(new DescribeStacksCommand({ StackName }));
      await cloud.send(new DeleteStackCommand({ StackName }));
      // A deleted stack is known by its id only.
      await reached(Stacks[0]?.StackId ?? StackName, "DELETE_COMPLETE");
    },
    resources: async (StackName) => {
      const { StackResources = [] } = await cloud.send(new DescribeStackResourcesCommand({ StackName }));
      return new Map(
        StackResources.map(({ LogicalResourceId = "", ResourceType: type = "", PhysicalResourceId: id = "" }) => [
          LogicalResourceId,
          { type, id },
        ]),
      );
    },
  };
}
