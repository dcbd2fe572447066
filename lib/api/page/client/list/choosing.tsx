import type { ComponentChildren } from "preact";
import { type Filters, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { askYears } from "../server.ts";
import { FilterForm } from "./filter-form.tsx";

/** What the rest of the view is of, and what of it can be taken along. */
export function Choosing({ filters, children }: { readonly filters: Filters; readonly children: ComponentChildren }) {
  const family = queryOf(filters, ["profile"]);
  const { answer } = useAnswer(family, () => askYears(family));
  return (
    <div class="choosing">
      <FilterForm filters={filters} years={answer?.years ?? []} />
      <p class="downloads">{children}</p>
    </div>
  );
}
