import { WireType } from "@bufbuild/protobuf/wire";
import {
  bytesField,
  type Field,
  fieldsOf,
  floatField,
  messageField,
  messageOf,
  numberField,
  packedNumbers,
  textField,
} from "./protobuf.ts";

/** A model of ONNX as a graph that can be changed: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** As they are written in the file. */
  readonly attributes: readonly Field[];
}

export interface Graph {
  readonly nodes: readonly Node[];
  /** Numbers that are known beforehand, by name. */
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly outputs: readonly string[];
}

const FLOAT = 1;
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, output: 12 } as const;
const NODE = { input: 1, output: 2, type: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, integer: 3, tensor: 5, integers: 8, kind: 20 } as const;
const KIND = { float: 1, integer: 2, tensor: 4, integers: 7 } as const;
const TENSOR = { dims: 1, type: 2, floats: 4, name: 8, raw: 9 } as const;

const textOf = (field: Field | undefined): string =>
  field?.wire === WireType.LengthDelimited ? Buffer.from(field.value).toString("utf8") : "";
const partsOf = (fields: readonly Field[], number: number): Uint8Array[] =>
  fields.flatMap((field) => (field.number === number && field.wire === WireType.LengthDelimited ? [field.value] : []));
const textsOf = (fields: readonly Field[], number: number): string[] =>
  fields.filter((field) => field.number === number).map(textOf);

/** Numbers of a repeated field, packed or not. */
function numbersOf(fields: readonly Field[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap((field) =>
      field.wire === WireType.Varint ? [Number(BigInt.asIntN(64, field.value))] : packedNumbers(field.value),
    );
}

/** Null for what holds no floats. */
function tensorOf(bytes: Uint8Array): Tensor | null {
  const fields = fieldsOf(bytes);
  const raw =
    fields.find(({ number }) => number === TENSOR.raw) ?? fields.find(({ number }) => number === TENSOR.floats);
  if (numbersOf(fields, TENSOR.type)[0] !== FLOAT || raw?.wire !== WireType.LengthDelimited) return null;
  return { dims: numbersOf(fields, TENSOR.dims), data: new Float32Array(Uint8Array.from(raw.value).buffer) };
}

const nodeOf = (fields: readonly Field[]): Node => ({
  type: textsOf(fields, NODE.type)[0] ?? "",
  inputs: textsOf(fields, NODE.input),
  outputs: textsOf(fields, NODE.output),
  attributes: fields.filter(({ number }) => number === NODE.attribute),
});

const attributeOf = ({ attributes }: Node, name: string): Field[] | undefined =>
  attributes
    .map((field) => fieldsOf(field.value as Uint8Array))
    .find((fields) => textsOf(fields, ATTRIBUTE.name)[0] === name);

export function floatOf(node: Node, name: string): number | undefined {
  const field = attributeOf(node, name)?.find(({ number }) => number === ATTRIBUTE.float);
  return field?.wire === WireType.Bit32
    ? new DataView(field.value.buffer, field.value.byteOffset).getFloat32(0, true)
    : undefined;
}

/** Attributes of a new node: a whole number, several of them, or (as an object) a float. */
export function attributes(
  values: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>,
): Field[] {
  return Object.entries(values).map(([name, value]) => {
    const named = textField(ATTRIBUTE.name, name);
    const kind = (which: number) => numberField(ATTRIBUTE.kind, which);
    if (typeof value === "number")
      return messageField(NODE.attribute, [named, numberField(ATTRIBUTE.integer, value), kind(KIND.integer)]);
    if ("float" in value) {
      return messageField(NODE.attribute, [named, floatField(ATTRIBUTE.float, value.float), kind(KIND.float)]);
    }
    return messageField(NODE.attribute, [
      named,
      ...value.map((each) => numberField(ATTRIBUTE.integers, each)),
      kind(KIND.integers),
    ]);
  });
}

/** @throws Error for what is no model */
export function readGraph(model: Uint8Array): Graph {
  const fields = graphFields(model);
  const constants = new Map<string, Tensor>();
  const nodes: Node[] = [];
  for (const bytes of partsOf(fields, GRAPH.initializer)) {
    const tensor = tensorOf(bytes);
    if (tensor) constants.set(textsOf(fieldsOf(bytes), TENSOR.name)[0] ?? "", tensor);
  }
  for (const bytes of partsOf(fields, GRAPH.node)) {
    const node = nodeOf(fieldsOf(bytes));
    nodes.push(node);
    const value = node.type === "Constant" ? partsOf(attributeOf(node, "value") ?? [], ATTRIBUTE.tensor)[0] : undefined;
    const tensor = value && tensorOf(value);
    if (tensor) constants.set(node.outputs[0] as string, tensor);
  }
  const outputs = partsOf(fields, GRAPH.output).map((bytes) => textsOf(fieldsOf(bytes), 1)[0] ?? "");
  return { nodes, constants, outputs };
}

function graphFields(model: Uint8Array): Field[] {
  const [graph] = partsOf(fieldsOf(model), MODEL.graph);
  if (!graph) throw new Error("no model of ONNX");
  return fieldsOf(graph);
}

/** The model with these nodes, and with the constants that they use in place of its own. */
export function writeGraph(model: Uint8Array, { nodes, constants }: Graph): Uint8Array {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const kept = graphFields(model).filter(
    (field) =>
      field.number !== GRAPH.node &&
      !(
        field.number === GRAPH.initializer &&
        constants.has(textsOf(fieldsOf(field.value as Uint8Array), TENSOR.name)[0] ?? "")
      ),
  );
  const written = [
    ...[...constants]
      .filter(([name]) => used.has(name))
      .map(([name, tensor]) => messageField(GRAPH.initializer, tensorFields(name, tensor))),
    ...nodes
      .filter(({ type, outputs }) => type !== "Constant" || !constants.has(outputs[0] ?? ""))
      .map((node) => messageField(GRAPH.node, nodeFields(node))),
  ];
  const graph = messageOf([...written, ...kept]);
  return messageOf(
    fieldsOf(model).map((field) => (field.number === MODEL.graph ? bytesField(MODEL.graph, graph) : field)),
  );
}

const tensorFields = (name: string, { dims, data }: Tensor): Field[] => [
  ...dims.map((each) => numberField(TENSOR.dims, each)),
  numberField(TENSOR.type, FLOAT),
  textField(TENSOR.name, name),
  bytesField(TENSOR.raw, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
];

const nodeFields = ({ type, inputs, outputs, attributes: own }: Node): Field[] => [
  ...inputs.map((name) => textField(NODE.input, name)),
  ...outputs.map((name) => textField(NODE.output, name)),
  textField(NODE.type, type),
  ...own,
];
