import type { ComponentChildren } from "preact";
import { type Filters, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { askYears } from "../server.ts";
import { FilterForm } from "./filter-form.tsx";

interface ChoosingProps {
  readonly filters: Filters;
  /** Whether reports can be asked for by name. */
  readonly byName?: boolean;
  /** What can be taken along. */
  readonly children: ComponentChildren;
}

/** What the rest of the view is of, and what of it can be taken along. */
export function Choosing({ filters, byName = false, children }: ChoosingProps) {
  const family = queryOf(filters, ["profile"]);
  const { answer } = useAnswer(family, () => askYears(family));
  return (
    <div class="choosing">
      <FilterForm filters={filters} years={answer?.years ?? []} byName={byName} />
      <p class="downloads">{children}</p>
    </div>
  );
}
