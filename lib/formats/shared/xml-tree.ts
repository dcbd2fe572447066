import { SaxesParser } from "saxes";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";

/** One XML part of a package as a light tree. Names and attributes are as the format's reader translates them. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The character data directly inside. */
  readonly text: string;
}

/** An element's beginning as the file writes it. */
type XmlTag = Pick<XmlNode, "name" | "attributes">;

/** XML by its byte order mark, else by its declaration, else UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.-]+)["']/u.exec(
    Buffer.from(bytes.subarray(0, 200)).toString("latin1"),
  )?.[1];
  try {
    return new TextDecoder(/^utf-?16/iu.test(declared ?? "") ? "utf-8" : declared).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/**
 * Characters XML forbids are printed by nobody: a file with such is read all the same. Any other fault makes every
 * program refuse it too.
 */
const FORGIVEN = /disallowed character|malformed character entity/u;

interface OpenNode extends XmlNode {
  children: XmlNode[];
  text: string;
}

/**
 * Parses one part. No entity but the five of XML and character references is known, and a DOCTYPE is refused: nothing
 * is ever fetched.
 *
 * @param translate gives a tag its name and attributes; `depth` is how many elements are open around it
 * @throws CorruptError if it is not well-formed; TooLargeError if nested or grown beyond any honest document.
 */
export function parseXmlTree(bytes: Uint8Array, translate: (tag: XmlTag, depth: number) => XmlTag): XmlNode {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const stack: OpenNode[] = [];
  let root: XmlNode | null = null;
  let elements = 0;
  parser.on("doctype", () => {
    throw new CorruptError("文件内含不允许的外部定义（DOCTYPE），请用原软件重新另存后提交。");
  });
  parser.on("error", (error) => {
    if (!FORGIVEN.test(error.message)) throw new CorruptError(undefined, { cause: error });
  });
  parser.on("opentag", (tag) => {
    if (stack.length >= LIMITS.xmlDepth || ++elements > LIMITS.xmlElements)
      throw new TooLargeError("文件内容嵌套过深或过多，超出处理上限，请检查文件。");
    // Named one by one: nodes that are spread have no fixed shape, which costs a fifth of the whole reading of an OFD file.
    const { name, attributes } = translate(tag as XmlTag, stack.length);
    stack.push({ name, attributes, children: [], text: "" });
  });
  const addText = (text: string) => {
    const node = stack.at(-1);
    if (node) node.text += foldIdeographs(text);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const node = stack.pop();
    if (!node) return;
    const parent = stack.at(-1);
    if (parent) parent.children.push(node);
    else root = node;
  });
  parser.write(decodeXml(bytes)).close();
  if (!root) throw new CorruptError();
  return root;
}

export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((candidate) => candidate.name === name);
