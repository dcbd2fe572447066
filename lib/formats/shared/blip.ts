import type { Cut, Picture } from "../../document/document.ts";
import { child, type XmlNode } from "./xml-tree.ts";

/** Thousandths of a percent (ECMA-376 22.9.2.9); Strict files write a percentage. */
const WHOLE = 100_000;
const share = (value: string | undefined): number =>
  Math.max(0, /%$/u.test(value ?? "") ? Number.parseFloat(value ?? "") / 100 : Number(value ?? 0) / WHOLE) || 0;

/**
 * A picture's relationship to the part that holds it, as its source, and what of it is cut off (ECMA-376 20.1.8.13,
 * a:blip and a:srcRect).
 * @param fill pic:blipFill or xdr:blipFill
 */
export function blipOf(fill: XmlNode | undefined): Pick<Picture, "source" | "cut"> {
  const source = child(fill, "a:blip")?.attributes["r:embed"];
  const { l, t, r, b } = child(fill, "a:srcRect")?.attributes ?? {};
  const cut: Cut = [share(l), share(t), share(r), share(b)];
  return { ...(source !== undefined && { source }), ...(cut.some((one) => one > 0) && { cut }) };
}
