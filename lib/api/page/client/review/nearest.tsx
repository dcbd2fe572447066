import type { ReadableReport } from "../../../../report/readable.ts";

/** Where to look for a figure that was not found; nothing for one that was. */
export function Nearest({ readable: { cells }, name }: { readonly readable: ReadableReport; readonly name: string }) {
  const near = cells[cells[name]?.near ?? ""];
  if (near === undefined) return null;
  return (
    <span class="place">
      （相邻的{near.label}已读出：{near.place}）
    </span>
  );
}
