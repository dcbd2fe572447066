import type { ComponentChildren } from "preact";
import { addressOf, useAddress } from "../address.ts";

interface LinkProps {
  readonly id: string;
  /** The figure that is looked at there; none where the report is. */
  readonly figure?: string | null;
  readonly children: ComponentChildren;
}

/** Leads to a report, and from there back to the list as it is now. */
export function ReportLink({ id, figure, children }: LinkProps) {
  const { filters } = useAddress();
  return <a href={addressOf(["reports", id, ...(figure ? [figure] : [])], filters)}>{children}</a>;
}
