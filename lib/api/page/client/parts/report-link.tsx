import type { ComponentChildren } from "preact";
import { addressOf, useAddress } from "../address.ts";

/** Leads to a report, and from there back to the list as it is now. */
export function ReportLink({ id, children }: { readonly id: string; readonly children: ComponentChildren }) {
  const { filters } = useAddress();
  return <a href={addressOf(["reports", id], filters)}>{children}</a>;
}
