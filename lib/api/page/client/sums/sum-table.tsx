import { useState } from "preact/hooks";
import type { Filters } from "../address.ts";
import { formatted } from "../format.ts";
import { Scroll } from "../parts/scroll.tsx";
import { Contributions } from "./contributions.tsx";
import { type FormSums, hasGap, type Sum } from "./sums.ts";

function GapCell({ count, label, kind }: { readonly count: number; readonly label: string; readonly kind: string }) {
  return (
    <td class={count > 0 ? `n ${kind}` : "n zero"} data-label={label}>
      {count > 0 ? formatted(count) : "—"}
    </td>
  );
}

interface RowProps {
  readonly name: string;
  readonly label: string;
  readonly sum: Sum;
  /** Whether its reports are shown below. */
  readonly isOpen: boolean;
  readonly onOpen: (name: string | null) => void;
}

function SumRow({ name, label, sum, isOpen, onOpen }: RowProps) {
  return (
    <tr>
      <td>
        <button type="button" aria-expanded={isOpen} onClick={() => onOpen(isOpen ? null : name)}>
          {label}
        </button>
      </td>
      <td class="n sum" data-label="合计">
        {formatted(sum.sum)}
      </td>
      <td class="n" data-label="计入">
        {formatted(sum.counted)}
      </td>
      <GapCell count={sum.missing} label="缺数字" kind="missing" />
      <GapCell count={sum.uncertain} label="待核对" kind="uncertain" />
    </tr>
  );
}

const Heading = ({ kind, text }: { readonly kind: string; readonly text: string }) => (
  <tr class={kind}>
    <th colspan={5} scope="rowgroup">
      {text}
    </th>
  </tr>
);

/** What of the sums is shown. */
interface Shown {
  /** Every figure, not only what most ask for. */
  readonly all: boolean;
  /** Part of a figure's name; "" for any. */
  readonly wanted: string;
  readonly filters: Filters;
}

/** The rows of a form, table by table: what most ask for; or all, or those of a name. */
function FormRows({ family, template, figures, all, wanted, filters }: FormSums & Shown) {
  const [opened, open] = useState<string | null>(null);
  const main = new Set(family.main);
  const shown = Object.entries(figures).filter(([name, sum]) =>
    wanted === "" ? all || (main.has(name) && (sum.sum !== 0 || hasGap(sum))) : family.figures[name]?.includes(wanted),
  );
  const tables = family.tables
    .map(([table, title]) => ({ table, title, own: shown.filter(([name]) => name.startsWith(`${table}.`)) }))
    .filter(({ own }) => own.length > 0);
  const rowsOf = (name: string, sum: Sum) => [
    <SumRow
      key={name}
      name={name}
      label={family.figures[name] ?? name}
      sum={sum}
      isOpen={opened === name}
      onOpen={open}
    />,
    opened === name && (
      <tr key={`${name} reports`}>
        <td colspan={5}>
          <Contributions figure={name} template={template} filters={{ ...filters, profile: family.id }} />
        </td>
      </tr>
    ),
  ];
  return (
    <>
      {tables.length > 0 && (
        <Heading kind="family table" text={`${family.name}${formWords(family.templates, template)}`} />
      )}
      {tables.flatMap(({ table, title, own }) => [
        <Heading key={table} kind="table" text={title} />,
        ...own.flatMap(([name, sum]) => rowsOf(name, sum)),
      ])}
    </>
  );
}

/** Which form, of a family that has several. */
const formWords = (templates: Readonly<Record<string, string>>, template: string | null): string =>
  Object.keys(templates).length < 2
    ? ""
    : template === null
      ? "（看不出表格式样）"
      : `（${templates[template] ?? template}）`;

/** Sums figure by figure; each leads to the reports that it comes from. */
export function SumTable({ sums, ...shown }: { readonly sums: readonly FormSums[] } & Shown) {
  return (
    <Scroll label="合计数字">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">指标</th>
            {["合计", "计入", "缺数字", "待核对"].map((word) => (
              <th key={word} scope="col" class="n">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody id="sum-rows">
          {sums.map((each) => (
            <FormRows key={`${each.family.id} ${each.template}`} {...each} {...shown} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
