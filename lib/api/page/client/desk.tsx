import { useAddress } from "./address.ts";
import { ExportList } from "./exports/export-list.tsx";
import { Header } from "./frame/header.tsx";
import { Navigation } from "./frame/navigation.tsx";
import { ReportsView } from "./list/reports-view.tsx";
import { Overview } from "./overview/overview.tsx";
import { ProblemsView } from "./problems/problems-view.tsx";
import { ReportView } from "./report/report-view.tsx";
import { SumsView } from "./sums/sums-view.tsx";

/** What is shown at a place of the desk. */
function View() {
  const { path, filters } = useAddress();
  const [place, id, figure = null] = path;
  if (place === "reports" && id !== undefined)
    return <ReportView key={`${id} ${figure}`} id={id} figure={figure} filters={filters} />;
  if (place === "reports") return <ReportsView filters={filters} />;
  if (place === "problems") return <ProblemsView filters={filters} />;
  if (place === "sums") return <SumsView filters={filters} />;
  return <Overview filters={filters} />;
}

/** The whole page. */
export function Desk() {
  const { path, filters } = useAddress();
  return (
    <main class={path.length > 1 ? "wide" : undefined}>
      <Header />
      <Navigation place={path[0] ?? ""} filters={filters} />
      <ExportList />
      <View />
    </main>
  );
}
