import { type Filters, queryOf } from "../address.ts";
import { useAnswer } from "../answers.ts";
import { askCounts } from "../list/counts.ts";
import { FamilyChoice, YearChoice } from "../list/filter-form.tsx";
import { StatusCards } from "../list/status-cards.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { RosterSection } from "../roster/roster-section.tsx";
import { rosterOf } from "../roster/year.ts";
import { askYears } from "../server.ts";
import { DropArea } from "../submit/drop-area.tsx";
import { SentList } from "../submit/sent-list.tsx";
import { can } from "../words.ts";
import { HeldReports } from "./held-reports.tsx";
import { UnusableFiles } from "./unusable-files.tsx";

/** Where one's day begins: hand in files, see how far the year has come and what waits for a decision. */
export function Overview({ filters }: { readonly filters: Filters }) {
  const family = queryOf(filters, ["profile"]);
  const years = useAnswer(family, () => askYears(family));
  const of = rosterOf(filters, years.answer?.years ?? []);
  const shown: Filters = { ...filters, year: String(of.year), division: "", search: "", unit: "", status: "" };
  const counts = useAnswer(`counts ${queryOf(shown, ["year", "profile"])}`, () => askCounts(shown));
  if (years.answer === null) return <Trouble message={years.trouble} />;
  return (
    <>
      {can("hand-in") && <DropArea />}
      <SentList />
      <form id="filters" aria-label="哪一年" onSubmit={(event) => event.preventDefault()}>
        <FamilyChoice chosen={filters.profile} />
        <YearChoice years={years.answer.years} chosen={String(of.year)} oneOnly />
      </form>
      <HeldReports query={queryOf(shown, ["year", "profile"])} />
      <RosterSection of={of} filters={filters} />
      <section id="received" aria-label="收到的文件">
        <h2>收到的文件</h2>
        <Trouble message={counts.trouble} />
        {counts.answer !== null && <StatusCards counts={counts.answer} shown={null} filters={shown} />}
      </section>
      <UnusableFiles />
    </>
  );
}
