import type { FullReport } from "../../../schemas.ts";

/** The picture of a cell, or of the row or table it is in, cut out of the page; nothing where there is none. */
export function Cutout({ report, name }: { readonly report: FullReport; readonly name: string }) {
  const shown = (report.source.shownCells ?? []).find((cell) => cell === name || name.startsWith(`${cell}.`));
  if (shown === undefined) return null;
  return <img class="cutout" src={`/reports/${report.id}/cells/${encodeURIComponent(shown)}`} alt="原件中的这一处" />;
}
