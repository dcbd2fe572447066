import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { packagedModels } from "../../../lib/recognition/models/files.ts";
import { LINE_HEIGHT, type Models } from "../../../lib/recognition/models/models.ts";
import { threadedModels } from "../../../lib/recognition/models/threads.ts";
import { folded } from "../../../tools/models/fold.ts";
import { attributes, type Node, readGraph, writeGraph } from "../../../tools/models/onnx-graph.ts";
import { messageField, messageOf, textField } from "../../../tools/models/protobuf.ts";
import { tablePicture } from "../../make/scan.ts";

jest.setTimeout(30_000);

const files = packagedModels();
const THREAD = new URL("../../../dist/model-thread.js", import.meta.url);

/** A part of a table's picture of that size, from a place where digits stand. */
async function part(width: number, height: number): Promise<Uint8Array> {
  const page = await tablePicture({ rows: [["1207", "348", "Plums"]] });
  const pixels = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y++)
    pixels.set(page.data.subarray((285 + y) * page.width + 170).subarray(0, width), y * width);
  return pixels;
}

describe("the models as they are built", () => {
  let packaged: Models;
  const built = threadedModels(THREAD);
  // A thread without models beside it takes those of the package. The environment of a test reaches no thread.
  const alone = new URL("packaged/model-thread.js", THREAD);
  beforeAll(async () => {
    await mkdir(new URL(".", alone), { recursive: true });
    await copyFile(THREAD, alone);
    packaged = threadedModels(alone);
  });
  afterAll(() => rm(new URL(".", alone), { recursive: true }));

  test("read what those of the package read", async () => {
    const line = async () => [{ width: 320, pixels: await part(320, LINE_HEIGHT) }];
    const [[own], [other]] = [await built.read(await line()), await packaged.read(await line())];
    expect(own?.text).toContain("1207");
    expect(own?.text).toBe(other?.text);
    expect(own?.mean).toBeCloseTo(other?.mean ?? 0, 4);
  });

  test("read lines together as they read each alone", async () => {
    const [short, long] = [await part(96, LINE_HEIGHT), await part(320, LINE_HEIGHT)];
    const lines = () => [
      { width: 320, pixels: Uint8Array.from(long) },
      ...["0123456789", undefined, "78"].map((alphabet) => ({
        width: 96,
        pixels: Uint8Array.from(short),
        ...(alphabet !== undefined && { alphabet }),
      })),
    ];
    const alone = [];
    for (const line of lines()) alone.push(...(await built.read([line])));
    expect(new Set(alone.map(({ text }) => text)).size).toBeGreaterThan(1);
    expect(await built.read(lines())).toEqual(alone);
  });

  test("find the lines that those of the package find", async () => {
    const picture = async () => ({ width: 480, height: 96, data: await part(480, 96) });
    const found = await built.detect(await picture());
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(await packaged.detect(await picture()));
  });

  test("have no scale, shift or clip left where a convolution can take it", async () => {
    const { nodes } = readGraph(folded(await readFile(files.recognition)));
    expect(nodes.filter(({ type }) => type === "Clip" || type === "BatchNormalization")).toEqual([]);
  });
});

describe("a model", () => {
  const graph = (nodes: readonly Node[], constants: Readonly<Record<string, readonly number[]>>): Uint8Array => {
    const empty = messageOf([messageField(7, [messageField(12, [textField(1, "out")])])]);
    const tensors = Object.entries(constants).map(
      ([name, data]) => [name, { dims: [data.length], data: Float32Array.from(data) }] as const,
    );
    return writeGraph(empty, { nodes, constants: new Map(tensors), outputs: ["out"] });
  };
  const node = (type: string, inputs: readonly string[], output: string): Node => ({
    type,
    inputs,
    outputs: [output],
    attributes: [],
  });
  const convolution: Node = {
    ...node("Conv", ["in", "weights", "bias"], "a"),
    attributes: attributes({ pads: [1, 1, 1, 1] }),
  };
  const CONSTANTS = { weights: [2], bias: [3], two: [2], five: [5] };

  test("is folded where scale and shift follow a convolution", () => {
    const { nodes, constants } = readGraph(
      folded(graph([convolution, node("Mul", ["two", "a"], "b"), node("Add", ["b", "five"], "out")], CONSTANTS)),
    );
    expect(nodes.map(({ type, inputs, outputs }) => [type, inputs.length, outputs])).toEqual([["Conv", 3, ["out"]]]);
    const [, weights = "", bias = ""] = nodes[0]?.inputs ?? [];
    expect([...(constants.get(weights)?.data ?? [])]).toEqual([4]);
    expect([...(constants.get(bias)?.data ?? [])]).toEqual([11]);
  });

  test("adds one to a gate, not a picture to its product with the gate", () => {
    const gated = [
      { ...convolution, outputs: ["x"] },
      node("Sigmoid", ["other"], "gate"),
      node("Mul", ["x", "gate"], "b"),
      node("Add", ["b", "x"], "out"),
    ];
    const { nodes, constants } = readGraph(folded(graph(gated, CONSTANTS)));
    const [, , gate, product] = nodes;
    expect([gate?.type, gate?.inputs[0], product?.type, product?.inputs, product?.outputs]).toEqual([
      "Add",
      "gate",
      "Mul",
      ["x", gate?.outputs[0]],
      ["out"],
    ]);
    expect([...(constants.get(gate?.inputs[1] ?? "")?.data ?? [])]).toEqual([1]);
  });

  test("keeps a scale whose input is used elsewhere, too, or is told", () => {
    const shared = [convolution, node("Mul", ["two", "a"], "b"), node("Add", ["a", "b"], "out")];
    expect(readGraph(folded(graph(shared, CONSTANTS))).nodes).toEqual(shared);
    const told = [{ ...convolution, outputs: ["out"] }, node("Mul", ["two", "out"], "b")];
    expect(readGraph(folded(graph(told, CONSTANTS))).nodes).toEqual(told);
  });
});
