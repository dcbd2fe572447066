import type { FormCell } from "../../../../profiles/profile.ts";
import type { ReadableCell, ReadableReport, ReadableTable } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { Scroll } from "../parts/scroll.tsx";
import { walkCells } from "./cell-walk.ts";
import { elementOf } from "./names.ts";

interface TablesProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
  /** Figures that are typed instead of shown. */
  readonly typed?: ReadonlySet<string>;
}

const marksOf = ({ severity, uncertain, exact }: ReadableCell): string =>
  [severity, uncertain && "uncertain", exact && "exact"].filter(Boolean).join(" ");

/** Whether something is the matter with the cell: these are what the tabulator key stops at. */
const isMarked = ({ severity, uncertain }: ReadableCell): boolean => severity !== null || uncertain;

/** Where a figure is typed; what was read of it stands there already. */
function TypedCell({ cell, shown }: { readonly cell: FormCell; readonly shown: ReadableCell }) {
  return (
    <td rowspan={cell.rowSpan} colspan={cell.columnSpan} class="uncertain">
      <input
        name={cell.name ?? ""}
        aria-label={shown.label}
        inputmode="decimal"
        autocomplete="off"
        maxlength={20}
        pattern="[\s,，]*[\-－]?[0-9０-９.．,，\s]*"
        title="请填写数字"
        defaultValue={shown.absent ? "" : shown.text}
      />
    </td>
  );
}

function FigureCell({
  cell,
  shown,
  ...props
}: { readonly cell: FormCell; readonly shown: ReadableCell } & TablesProps) {
  const name = cell.name as string;
  return (
    <td
      rowspan={cell.rowSpan}
      colspan={cell.columnSpan}
      class={`${marksOf(shown)}${props.chosen === name ? " chosen" : ""}`}
    >
      <button
        type="button"
        id={elementOf(name)}
        class={shown.absent ? "figure absent" : "figure"}
        tabindex={isMarked(shown) || props.chosen === name ? 0 : -1}
        title={shown.place}
        aria-pressed={props.chosen === name}
        onClick={() => props.onChoose(name)}
      >
        {shown.text}
        {shown.reviewed && <sup title="经人工确认">人</sup>}
      </button>
    </td>
  );
}

function LabelCell({ cell, shown }: { readonly cell: FormCell; readonly shown: ReadableCell | undefined }) {
  return (
    <th
      id={cell.name === null ? undefined : elementOf(cell.name)}
      scope={cell.kind === "row" ? "row" : cell.kind === "group" ? "rowgroup" : "col"}
      class={`${cell.kind} ${shown ? marksOf(shown) : ""}`}
      rowspan={cell.rowSpan}
      colspan={cell.columnSpan}
    >
      <span class="label">{cell.text}</span>
    </th>
  );
}

function Row({ cells, ...props }: { readonly cells: readonly FormCell[] } & TablesProps) {
  return (
    <tr>
      {cells.map((cell, index) => {
        const shown = cell.name === null ? undefined : props.readable.cells[cell.name];
        if (cell.kind === "figure" && shown && props.typed?.has(cell.name ?? ""))
          return <TypedCell key={cell.name} cell={cell} shown={shown} />;
        return cell.kind === "figure" && shown ? (
          <FigureCell key={cell.name} cell={cell} shown={shown} {...props} />
        ) : (
          <LabelCell key={index} cell={cell} shown={shown} />
        );
      })}
    </tr>
  );
}

/** One table; of one that is typed, the form stands also where nothing was read. */
export function OfficialTable({ table, ...props }: { readonly table: ReadableTable } & TablesProps) {
  const { key, name, title, absent, form } = table;
  const doubtful = (props.report.uncertain as readonly string[]).filter((each) => each.startsWith(`${key}.`)).length;
  const rowsOf = (rows: readonly (readonly FormCell[])[]) =>
    rows.map((cells, index) => <Row key={index} cells={cells} {...props} />);
  return (
    <div class={`official ${key}`} id={elementOf(key)} tabindex={-1}>
      <h3>
        {name}
        <span>{title}</span>
      </h3>
      {doubtful > 1 && props.typed === undefined && (
        <p>
          <button type="button" onClick={() => props.onChoose(key)}>
            一起录入这张表的{doubtful}处待核对
          </button>
        </p>
      )}
      {absent !== null && props.typed === undefined && <p class="notice">{absent}</p>}
      {(absent === null || props.typed !== undefined) && form !== null && (
        <Scroll label={props.typed === undefined ? name : `${name}（录入）`}>
          <table class={`form ${key}`} onKeyDown={walkCells}>
            <colgroup>
              {form.columns?.map(({ span, width }) => (
                <col key={width ?? "rest"} span={span} class={width} />
              ))}
            </colgroup>
            {form.head.length > 0 && <thead>{rowsOf(form.head)}</thead>}
            <tbody>{rowsOf(form.body)}</tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}

/** The official tables as they were read; each figure can be looked at. */
export function OfficialTables(props: TablesProps) {
  if (props.readable.tables.length === 0) return null;
  return (
    <section id="tables" aria-label="统计表">
      <h2>统计表</h2>
      <p class="legend">
        <span>
          <b class="sample error">✗</b>错误
        </span>
        <span>
          <b class="sample warning">△</b>警告
        </span>
        <span>
          <b class="sample uncertain">?</b>待核对
        </span>
        <span>点一个数字，看它在原件中的位置</span>
      </p>
      {props.readable.tables.map((table) => (
        <OfficialTable key={table.key} table={table} {...props} />
      ))}
    </section>
  );
}
