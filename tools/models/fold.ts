import { attributes, floatOf, type Graph, type Node, readGraph, type Tensor, writeGraph } from "./onnx-graph.ts";

/**
 * The same model in fewer steps. Models of PaddleOCR, as they are exported, spend more than half of their time passing
 * over whole pictures to scale and shift them: as part of a convolution this costs nothing, and the activation in the
 * words that the runtime knows becomes part of one, too. What the model says stays the same but for rounding. Parts of
 * other shapes stay as they are.
 */
export function folded(model: Uint8Array): Uint8Array {
  const steps = [intoConvolutions, hardSwishes, intoConvolutions, gatesWithinSums];
  return writeGraph(
    model,
    steps.reduce((each, step) => step(each), readGraph(model)),
  );
}

/** A constant scale and shift of each channel, or the same for all where there is one. */
interface Affine {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/** Who uses what. */
class Uses {
  readonly #users = new Map<string, Node[]>();
  readonly #outputs: ReadonlySet<string>;
  constructor({ nodes, outputs }: Graph) {
    this.#outputs = new Set(outputs);
    for (const node of nodes)
      for (const name of new Set(node.inputs)) this.#users.set(name, [...(this.#users.get(name) ?? []), node]);
  }

  /** The one node that uses the first output of another, if it alone does. */
  onlyUser({ outputs: [name = ""] }: Node): Node | undefined {
    const users = this.#users.get(name) ?? [];
    return users.length === 1 && !this.#outputs.has(name) ? users[0] : undefined;
  }
}

/**
 * Scales, shifts and normalisations that follow a convolution become part of it; those that follow a hard swish become
 * a convolution of their own.
 */
function intoConvolutions(graph: Graph): Graph {
  const uses = new Uses(graph);
  const constants = new Map(graph.constants);
  const channels = new Map<string, number>();
  const gone = new Set<Node>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    if (gone.has(node)) continue;
    const weights = node.type === "Conv" ? constants.get(node.inputs[1] ?? "") : undefined;
    const count = weights
      ? (weights.dims[0] as number)
      : isHardSwish(node, graph)
        ? (channels.get(node.inputs[0] ?? "") ?? 0)
        : 0;
    channels.set(node.outputs[0] ?? "", count);
    if (count === 0 || (weights && node.inputs.length > 2 && !constants.has(node.inputs[2] ?? ""))) {
      nodes.push(node);
      continue;
    }
    let last = node;
    let all: Affine | null = null;
    for (let next = uses.onlyUser(last); next; next = uses.onlyUser(last)) {
      const own = affineOf(next, last.outputs[0] as string, constants);
      if (!own) break;
      all = all ? afterwards(all, own, count) : over(own, count);
      gone.add(next);
      last = next;
    }
    const output = last.outputs[0] as string;
    if (!all) nodes.push(node);
    else if (weights) nodes.push(convolution(node, weights, all, output, constants));
    else nodes.push(node, ownConvolution(node.outputs[0] as string, all, output, constants));
    channels.set(output, count);
  }
  return { ...graph, nodes, constants };
}

const over = ({ scale, shift }: Affine, count: number): Affine => {
  const each = (values: readonly number[]) =>
    Array.from({ length: count }, (_, channel) => values[values.length === 1 ? 0 : channel] as number);
  return { scale: each(scale), shift: each(shift) };
};

function afterwards(first: Affine, then: Affine, count: number): Affine {
  const { scale, shift } = over(then, count);
  return {
    scale: scale.map((value, at) => value * (first.scale[at] as number)),
    shift: shift.map((value, at) => value + (scale[at] as number) * (first.shift[at] as number)),
  };
}

/** What a node does to one of its inputs, where this is to scale and shift it. */
function affineOf({ type, inputs, ...node }: Node, input: string, constants: Graph["constants"]): Affine | null {
  if (type === "BatchNormalization") {
    const [scale, shift, mean, variance] = inputs.slice(1).map((name) => constants.get(name)?.data);
    if (!scale || !shift || !mean || !variance) return null;
    const epsilon = floatOf({ type, inputs, ...node }, "epsilon") ?? 1e-5;
    const factor = Array.from(scale, (value, at) => value / Math.sqrt((variance[at] as number) + epsilon));
    return { scale: factor, shift: factor.map((value, at) => (shift[at] as number) - (mean[at] as number) * value) };
  }
  if (type !== "Mul" && type !== "Add") return null;
  const [other, ...rest] = inputs.filter((name) => name !== input);
  const values = rest.length === 0 && other !== undefined ? channelValues(constants.get(other)) : null;
  if (!values) return null;
  return type === "Mul" ? { scale: values, shift: [0] } : { scale: [1], shift: values };
}

/** One value, or one a channel: [1, channels, 1, 1]. */
function channelValues(tensor: Tensor | undefined): number[] | null {
  if (!tensor) return null;
  const [batch, , height, width] = tensor.dims;
  const each = tensor.dims.length === 4 && batch === 1 && height === 1 && width === 1;
  return tensor.data.length === 1 || each ? [...tensor.data] : null;
}

function convolution(
  node: Node,
  weights: Tensor,
  { scale, shift }: Affine,
  output: string,
  constants: Map<string, Tensor>,
): Node {
  const size = weights.data.length / scale.length;
  const bias = constants.get(node.inputs[2] ?? "")?.data ?? new Float32Array(scale.length);
  constants.set(`${output}.weights`, {
    dims: weights.dims,
    data: weights.data.map((value, at) => value * (scale[Math.floor(at / size)] as number)),
  });
  constants.set(`${output}.bias`, {
    dims: [scale.length],
    data: bias.map((value, at) => value * (scale[at] as number) + (shift[at] as number)),
  });
  return { ...node, inputs: [node.inputs[0] as string, `${output}.weights`, `${output}.bias`], outputs: [output] };
}

/** A convolution of each channel by itself with a single weight: the runtime need not leave its layout for it. */
function ownConvolution(input: string, { scale, shift }: Affine, output: string, constants: Map<string, Tensor>): Node {
  constants.set(`${output}.weights`, { dims: [scale.length, 1, 1, 1], data: Float32Array.from(scale) });
  constants.set(`${output}.bias`, { dims: [scale.length], data: Float32Array.from(shift) });
  return {
    type: "Conv",
    inputs: [input, `${output}.weights`, `${output}.bias`],
    outputs: [output],
    attributes: attributes({
      group: scale.length,
      kernel_shape: [1, 1],
      pads: [0, 0, 0, 0],
      strides: [1, 1],
      dilations: [1, 1],
    }),
  };
}

const isHardSwish = ({ type, inputs }: Node, { nodes }: Graph): boolean =>
  type === "Mul" &&
  nodes.some(
    (other) => other.type === "HardSigmoid" && other.outputs[0] === inputs[1] && other.inputs[0] === inputs[0],
  );

/** x · clip(x + 3, 0, 6) / 6 as x · HardSigmoid(x), which the runtime makes part of the convolution before it. */
function hardSwishes(graph: Graph): Graph {
  const uses = new Uses(graph);
  const { constants } = graph;
  const is = (name: string | undefined, value: number) => {
    const data = constants.get(name ?? "")?.data;
    return data?.length === 1 && Math.abs((data[0] as number) - value) < 1e-6;
  };
  const replaced = new Map<Node, readonly Node[]>();
  for (const add of graph.nodes) {
    const [input, three] = add.inputs;
    const clip = add.type === "Add" && is(three, 3) ? uses.onlyUser(add) : undefined;
    const product = clip && isClip(clip, is) ? uses.onlyUser(clip) : undefined;
    const quotient =
      product?.type === "Mul" && product.inputs.includes(input as string) ? uses.onlyUser(product) : undefined;
    if (!clip || !product || quotient?.type !== "Div" || !is(quotient.inputs[1], 6)) continue;
    const gate = `${quotient.outputs[0]}.gate`;
    for (const node of [add, clip, product]) replaced.set(node, []);
    replaced.set(quotient, [
      {
        type: "HardSigmoid",
        inputs: [input as string],
        outputs: [gate],
        attributes: attributes({ alpha: { float: 1 / 6 }, beta: { float: 0.5 } }),
      },
      { type: "Mul", inputs: [input as string, gate], outputs: quotient.outputs, attributes: [] },
    ]);
  }
  return { ...graph, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? [node]) };
}

/** Clip to 0 … 6: in attributes before version 11 of the operators, in inputs since. */
function isClip(node: Node, is: (name: string | undefined, value: number) => boolean): boolean {
  if (node.type !== "Clip") return false;
  const [, least, most] = node.inputs;
  if (least !== undefined && most !== undefined) return is(least, 0) && is(most, 6);
  return floatOf(node, "min") === 0 && floatOf(node, "max") === 6;
}

/** x + x · gate as x · (gate + 1): the gate is one value a channel, x a picture. */
function gatesWithinSums(graph: Graph): Graph {
  const uses = new Uses(graph);
  const constants = new Map(graph.constants);
  const replaced = new Map<Node, Node>();
  for (const product of graph.nodes) {
    const sum = product.type === "Mul" ? uses.onlyUser(product) : undefined;
    const [own] = product.outputs;
    const input = sum?.type === "Add" ? sum.inputs.find((name) => name !== own) : undefined;
    const gate = product.inputs.find((name) => name !== input);
    if (!sum || input === undefined || gate === undefined || !product.inputs.includes(input)) continue;
    if (constants.has(gate)) continue;
    const one = `${own}.one`;
    constants.set(one, { dims: [1], data: Float32Array.of(1) });
    replaced.set(product, { type: "Add", inputs: [gate, one], outputs: product.outputs, attributes: [] });
    replaced.set(sum, { type: "Mul", inputs: [input, own as string], outputs: sum.outputs, attributes: [] });
  }
  return { ...graph, nodes: graph.nodes.map((node) => replaced.get(node) ?? node), constants };
}
