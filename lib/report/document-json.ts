import type { Document } from "../document/document.ts";

/**
 * document.json: all text and tables of any kind of document with their places, in reading order, unmasked and
 * unjudged.
 */
export const documentJson = (document: Document): string => `${JSON.stringify({ schemaVersion: 1, ...document })}\n`;
