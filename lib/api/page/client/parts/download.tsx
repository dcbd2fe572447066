import { useState } from "preact/hooks";
import type { ExportAnswer } from "../../../export-routes.ts";
import { startExport } from "../exports/exports.ts";
import { messageOf } from "../format.ts";
import { WORDS } from "../words.ts";
import { Trouble } from "./trouble.tsx";

/** A file to take along; its address says of what. */
export const Download = ({ href, words }: { readonly href: string; readonly words: string }) => (
  <a href={href} download>
    {words}
  </a>
);

interface ExportButtonProps {
  readonly kind: ExportAnswer["kind"];
  readonly query: string;
  readonly words: string;
}

/** The same of what is made first; the browser takes it along when it is ready. */
export function ExportButton({ kind, query, words }: ExportButtonProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const start = () => {
    setTrouble(null);
    startExport(kind, query).catch((error: unknown) => setTrouble(messageOf(error)));
  };
  return (
    <>
      <button type="button" onClick={start}>
        {words}
      </button>
      <Trouble message={trouble} />
    </>
  );
}

interface ListDownloadsProps {
  readonly list: "problems" | "figures";
  readonly query: string;
  readonly words: string;
  /** How many reports it is of; null while nobody knows. */
  readonly reports: number | null;
}

/** A list as a workbook, and as plain lines for other programs. Of many reports it is made first. */
export function ListDownloads({ list, query, words, reports }: ListDownloadsProps) {
  const isLarge = reports !== null && reports > WORDS.reportsAtOnce;
  const one = (ending: "xlsx" | "csv", name: string) =>
    isLarge ? (
      <ExportButton kind={`${list}.${ending}`} query={query} words={name} />
    ) : (
      <Download href={`/${list}.${ending}?${query}`} words={name} />
    );
  return (
    <span>
      {one("xlsx", `${words}（表格）`)}
      {one("csv", `${words}（CSV）`)}
    </span>
  );
}
