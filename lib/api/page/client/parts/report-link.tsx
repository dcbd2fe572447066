import type { ComponentChildren } from "preact";

/** Opens a report's page beside this one. */
export const ReportLink = ({ id, children }: { readonly id: string; readonly children: ComponentChildren }) => (
  <a href={`/reports/${id}/html`} target="_blank" rel="noopener">
    {children}
  </a>
);
