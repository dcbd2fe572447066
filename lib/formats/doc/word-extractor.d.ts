/** The inside of word-extractor 1.0.4 that its door does not show. */
declare module "word-extractor/lib/word-ole-extractor.js" {
  export default class WordOleExtractor {
    protected _pieces: { readonly text: string; readonly totLength: number }[];
    protected _boundaries: Readonly<Record<"ccpText" | "ccpFtn" | "ccpHdd" | "ccpAtn" | "ccpEdn" | "ccpTxbx", number>>;
    /** Reads the pieces of a WordDocument stream; the container gives the table stream. */
    extractWordDocument(container: object, stream: Buffer): Promise<unknown>;
    protected documentStream(container: object, name: string): Promise<unknown>;
    protected streamBuffer(stream: unknown): Promise<Buffer>;
    protected writeBookmarks(): void;
    protected writeCharacterProperties(): void;
    protected writeParagraphProperties(): void;
    protected normalizeHeaders(): void;
    protected buildDocument(): unknown;
  }
}

declare module "word-extractor" {
  export default class WordExtractor {
    extract(file: Buffer): Promise<{ getBody(): string }>;
  }
}
