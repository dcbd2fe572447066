import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

type OptionalContent = Awaited<ReturnType<PDFDocumentProxy["getOptionalContentConfig"]>>;
type Item = Awaited<ReturnType<PDFPageProxy["getTextContent"]>>["items"][number];

/** Number of the operator that begins marked content, in the list of operators that pdf.js makes. */
const BEGIN_MARKED_CONTENT_PROPS = 70;
const LAYER = "OC";

/** The layers of a document for pdf.js; null where none is off, and all text shows. */
export async function layersThatHide(document: PDFDocumentProxy): Promise<OptionalContent | null> {
  const layers = await document.getOptionalContentConfig();
  const hides = [...(layers as unknown as Iterable<readonly [string, { readonly visible: boolean }]>)].some(
    ([, { visible }]) => !visible,
  );
  return hides ? layers : null;
}

/**
 * The strings of a page without those of layers that are off. pdf.js tells with the strings where a layer begins, but
 * only with the operators which one it is: they are taken in their order, where there are as many of one as of the
 * other.
 * @param items text content with its marked content included
 */
export async function withoutHiddenLayers(
  page: PDFPageProxy,
  items: readonly Item[],
  layers: OptionalContent,
): Promise<readonly Item[]> {
  const begins = (item: Item) => "type" in item && item.type.startsWith("beginMarkedContent");
  const beginsLayer = (item: Item) => begins(item) && "tag" in item && item.tag === LAYER;
  if (!items.some(beginsLayer)) return items;
  const { fnArray, argsArray } = await page.getOperatorList();
  const shown = fnArray.flatMap((operator, index): boolean[] => {
    const args = argsArray[index] as readonly unknown[] | null;
    return operator === BEGIN_MARKED_CONTENT_PROPS && args?.[0] === LAYER ? [layers.isVisible(args[1] as object)] : [];
  });
  if (shown.length !== items.filter(beginsLayer).length) return items;
  const open: boolean[] = [];
  let next = 0;
  return items.filter((item) => {
    if (begins(item)) open.push(beginsLayer(item) && shown[next++] === false);
    else if ("type" in item) open.pop();
    return !open.includes(true);
  });
}
