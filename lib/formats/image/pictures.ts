import type { Document, Page } from "../../document/document.ts";
import type { PageSource } from "../../recognition/merge.ts";
import { asItStands } from "../../recognition/picture/shown-page.ts";
import type { Reading, Recogniser } from "../format.ts";
import type { ImagePage } from "../shared/image-pages.ts";
import { inTime, lateness, readingOfSources, twoAtATime } from "../shared/recognition.ts";

const pageOf = ({ area: [, , width, height] }: ImagePage, index: number): Page => ({
  number: index + 1,
  kind: "picture",
  width,
  height,
});

export const documentOfImages = (images: readonly ImagePage[]): Document => ({
  format: "image",
  title: null,
  pages: images.map(pageOf),
  blocks: [],
});

/** What the pages of a picture file say, as far as there is time to recognise them. */
export async function recognisedImages(images: readonly ImagePage[], recogniser: Recogniser): Promise<Reading> {
  const sources: PageSource[] = [];
  const pages: Page[] = [];
  const found = await twoAtATime(images, ({ area, decode }, index) =>
    inTime(recogniser, async () =>
      recogniser.engine.recognise({ number: index + 1, raster: await decode(), area }, recogniser),
    ),
  );
  for (const [index, image] of images.entries()) {
    const { area } = image;
    const number = index + 1;
    const recognised = found[index];
    sources.push({ number, native: null, pictures: recognised ? [{ box: area, recognised }] : [] });
    pages.push({ ...pageOf(image, index), ...(recognised && { recognised: recognised.legible }) });
  }
  return readingOfSources(
    sources,
    { ...documentOfImages(images), pages },
    {
      recognised: pages.filter((page) => page.recognised !== undefined).map((page) => page.number),
      ...lateness(recogniser),
      view: async (page) => {
        const image = images[page - 1];
        return image ? asItStands({ raster: await image.decode(), area: image.area }) : null;
      },
    },
  );
}
