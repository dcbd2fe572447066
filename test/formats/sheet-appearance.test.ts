import { describe, expect, test } from "@jest/globals";
import { type Look, testLooks } from "../make/figure-looks.ts";
import { processed, readSheet } from "../make/readings.ts";
import { type Around, type MakeValue, makeWorkbook, reference, workbookReport } from "../make/sheet.ts";

/** A figure that a person reads as 85, or does not see, or sees otherwise: what the report says of it. */
async function reported(value: MakeValue, around: Around = {}) {
  const { report } = await processed("报告.xlsx", workbookReport(value, around));
  return {
    ...report,
    codes: report.findings.map(({ code }) => code),
    value: report.tables?.applications?.granted?.naturalPerson,
  };
}

/** A format of its own for the figure, index 3: a font, a fill, a number format, alignment. */
const looks = (font: string, fill = "", more: Partial<Around> = {}): Around => ({
  style: 3,
  fonts: `<font>${font}</font>`,
  fills: fill === "" ? "" : `<fill>${fill}</fill>`,
  xfs: [`<xf fontId="2" fillId="${fill === "" ? 0 : 2}" borderId="1"/>`],
  ...more,
});
const SIZE = '<sz val="11"/>';
const rgb = (value: string) => `<color rgb="FF${value}"/>`;
const solid = (colour: string) => `<patternFill patternType="solid"><fgColor ${colour}/></patternFill>`;
const format = (code: string): Around => ({
  style: 3,
  formats: `<numFmt numFmtId="170" formatCode="${code.replaceAll('"', "&quot;")}"/>`,
  xfs: ['<xf numFmtId="170" fontId="0" borderId="1"/>'],
});
const aligned = (alignment: string, more: Partial<Around> = {}): Around => ({
  style: 3,
  xfs: [`<xf fontId="0" borderId="1"><alignment ${alignment}/></xf>`],
  ...more,
});
const rich = (...runs: readonly (readonly [text: string, properties?: string])[]): MakeValue => ({
  attributes: 't="inlineStr"',
  xml: `<is>${runs.map(([text, properties]) => `<r>${properties === undefined ? "" : `<rPr>${properties}</rPr>`}<t>${text}</t></r>`).join("")}</is>`,
});
const formula = (text: string, kept: number | null = 85, attributes = ""): MakeValue => ({
  xml: `<f ${attributes}>${text}</f>${kept === null ? "" : `<v>${kept}</v>`}`,
});
const rule = (content: string, change = "", more = "") =>
  ({
    sheet: {
      after: `<conditionalFormatting sqref="{at}"><cfRule priority="1" ${content}</cfRule></conditionalFormatting>${more}`,
    },
    changes: `<dxf>${change}</dxf>`,
  }) as Around;
const drawing = (content: string): Around => ({
  sheet: {
    after: '<drawing r:id="d1"/>',
    related: {
      d1: {
        type: "drawing",
        name: "drawings/drawing1.xml",
        content: `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">${content}</xdr:wsDr>`,
      },
    },
  },
});
const corner = (name: string, column: string, row: string) =>
  `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>190500</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>95250</xdr:rowOff></xdr:${name}>`;
const over = (content: string) =>
  `<xdr:twoCellAnchor>${corner("from", "{column}", "{row}")}${corner("to", "{column}", "{row}")}${content}</xdr:twoCellAnchor>`;
const PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="a"/></xdr:nvPicPr></xdr:pic>';
const box = (text: string) =>
  `<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="a"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>`;
const columns = (width: number) =>
  ({ sheet: { before: `<cols><col min="1" max="16384" width="${width}" customWidth="1"/></cols>` } }) as Around;
const comment = (shown: string): Around => ({
  sheet: {
    after: '<legacyDrawing r:id="v1"/>',
    related: {
      v1: {
        type: "vmlDrawing",
        name: "drawings/vml1.vml",
        content: `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape><x:ClientData ObjectType="Note">${shown}<x:Anchor>{column}, 1, {row}, 1, {column}, 60, {row}, 18</x:Anchor></x:ClientData></v:shape></xml>`,
      },
    },
  },
});

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
/** A table of Excel's own around the figure, in a style that the workbook brings along. */
const styledTable = (colour: string): Around => ({
  sheet: {
    related: {
      t1: {
        type: "table",
        name: "tables/table1.xml",
        content: `<table ${MAIN} id="1" name="t" ref="{at}:{at}"><tableStyleInfo name="own"/></table>`,
      },
    },
  },
  changes: `<dxf><font>${rgb(colour)}</font></dxf>`,
  styles:
    '<tableStyles><tableStyle name="own"><tableStyleElement type="wholeTable" dxfId="0"/></tableStyle></tableStyles>',
});
const pivot = (refreshed: string): Around => ({
  sheet: {
    related: {
      p1: {
        type: "pivotTable",
        name: "pivotTables/pivotTable1.xml",
        content: `<pivotTableDefinition ${MAIN}><location ref="A1:{at}"/></pivotTableDefinition>`,
      },
    },
  },
  extra: {
    "xl/pivotTables/_rels/pivotTable1.xml.rels":
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition" Target="../cache.xml"/></Relationships>',
    "xl/cache.xml": `<pivotCacheDefinition ${MAIN} ${refreshed}/>`,
  },
});

type Case = Look<MakeValue, Around>;

const NOT_PLAIN: readonly (readonly [code: string, cases: readonly Case[]])[] = [
  [
    "NUMBER-STRUCK",
    [
      ["struck in part", rich(["31", "<strike/>"], ["85"])],
      ["struck as a whole", 85, looks(`${SIZE}<strike/>`)],
    ],
  ],
  [
    "NUMBER-RAISED",
    [
      ["with a raised mark", rich(["85"], ["1", '<vertAlign val="superscript"/>'])],
      ["with a lowered mark", rich(["85"], ["1", '<vertAlign val="subscript"/>'])],
    ],
  ],
  [
    "NUMBER-HIDDEN",
    [
      ["white", 85, looks(SIZE + rgb("FFFFFF"))],
      ["white in part", rich(["3", rgb("FFFFFF")], ["85"])],
      ["white by the theme", 85, looks(`${SIZE}<color theme="0"/>`)],
      ["nearly white by a tint", 85, looks(`${SIZE}<color theme="1" tint="0.95"/>`)],
      ["white of the palette", 85, looks(`${SIZE}<color indexed="9"/>`)],
      ["of the ground's own colour", 85, looks(`${SIZE}<color indexed="65"/>`)],
      ["black on black", 85, looks(SIZE, solid('rgb="FF000000"'))],
      ["the colour of its pattern", 85, looks(SIZE + rgb("C0C0C0"), '<patternFill patternType="lightGray"/>')],
      [
        "the colour of one end of its gradient",
        85,
        looks(
          SIZE + rgb("1F3864"),
          `<gradientFill><stop position="0">${rgb("FFFFFF")}</stop><stop position="1">${rgb("1F3864")}</stop></gradientFill>`,
        ),
      ],
      ["tiny", 85, looks('<sz val="1"/>')],
      ["white by its number format", 85, format("[White]0")],
      ["hidden by its number format", 85, format(";;;")],
      ["of an unknown number format", 85, format("[红色]0")],
      ["in too narrow a column", 85, columns(1.5)],
      ["a text cut off by its column", rich(["1285"]), columns(3)],
      ["in a row without height to speak of", 85, { row: 'ht="2" customHeight="1"' }],
      ["shrunk into nothing", 85, { ...aligned('shrinkToFit="1"'), ...columns(1.2) }],
      [
        "hidden by a rule",
        85,
        rule('type="cellIs" dxfId="0" operator="greaterThan"><formula>80</formula>', `<font>${rgb("FFFFFF")}</font>`),
      ],
      ["perhaps hidden by a rule", 85, rule('type="top10" dxfId="0" rank="3">', `<font>${rgb("FFFFFF")}</font>`)],
      [
        "shown otherwise by a rule",
        85,
        rule(
          'type="expression" dxfId="0"><formula>{at}=85</formula>',
          '<numFmt numFmtId="171" formatCode="&quot;9&quot;0"/>',
        ),
      ],
      [
        "replaced by a rule's bar",
        85,
        rule(
          'type="dataBar"><dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar>',
        ),
      ],
      ["perhaps white by its table's style", 85, styledTable("FFFFFF")],
      ["said twice", 85, { more: (place) => [{ ...place, value: 31, style: 1 }] }],
      ["in merged cells that overlap", 85, { sheet: { merges: ["A1:{at}"] } }],
    ],
  ],
  [
    "NUMBER-COVERED",
    [
      ["under a picture", 31, drawing(over(PICTURE))],
      ["under a text box", 31, drawing(over(box("85")))],
      [
        "under a picture of a size",
        31,
        drawing(
          `<xdr:oneCellAnchor>${corner("from", "0", "0")}<xdr:ext cx="99000000" cy="99000000"/>${PICTURE}</xdr:oneCellAnchor>`,
        ),
      ],
      [
        "under a picture on the sheet",
        31,
        drawing(
          `<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="99000000" cy="99000000"/>${PICTURE}</xdr:absoluteAnchor>`,
        ),
      ],
      ["under a shown comment", 31, comment("<x:Visible/>")],
      [
        "with a line across",
        85,
        {
          style: 3,
          borders:
            '<border diagonalUp="1"><left style="thin"/><right/><top style="thin"/><bottom/><diagonal style="thin"/></border>',
          xfs: ['<xf borderId="2"/>'],
        },
      ],
    ],
  ],
  [
    "NUMBER-STALE",
    [
      ["a formula's that comes to another", formula("40+44")],
      ["a formula's that was never calculated", formula("40+45", null)],
      ["a formula's that can't be told", formula("VLOOKUP(1,A1:B2,2)")],
      ["a sum's over other figures", formula("SUM(D12:D14)")],
      [
        "of an array that another cell calculates",
        85,
        { more: () => [{ row: 60, column: 0, value: { xml: '<f t="array" ref="A1:J60">B1</f><v>0</v>' } }] },
      ],
      [
        "read from a cell that is not what its formula comes to",
        formula("A61"),
        { more: () => [{ row: 60, column: 0, value: { xml: "<f>31</f><v>85</v>" } }] },
      ],
      ["of a pivot table that is filled anew", 85, pivot('refreshOnLoad="1"')],
      [
        "in a circle",
        formula("A61"),
        {
          more: ({ row, column }) => [
            { row: 60, column: 0, value: { xml: `<f>${reference(row, column)}</f><v>85</v>` } },
          ],
        },
      ],
      ["an array's", formula("40+45", 85, 't="array" ref="{at}"')],
      [
        "on a sheet that shows formulas",
        85,
        { sheet: { before: '<sheetViews><sheetView showFormulas="1" workbookViewId="0"/></sheetViews>' } },
      ],
    ],
  ],
  ["NUMBER-REORDERED", [["from right to left", rich(["85-"]), aligned('readingOrder="2"')]]],
  [
    "GLYPHS-DIFFER",
    [
      ["of a font of symbols", 85, looks(`${SIZE}<name val="Wingdings"/>`)],
      [
        "of a theme's font of symbols",
        85,
        looks(`${SIZE}<name val="宋体"/><scheme val="minor"/>`, "", {
          theme: '<a:fontScheme><a:minorFont><a:latin typeface="Wingdings"/></a:minorFont></a:fontScheme>',
        }),
      ],
      ["repeated over its cell", 85, aligned('horizontal="fill"')],
      ["with digits repeated before it", 85, format("*80")],
      ["in Chinese characters", 85, format("[DBNum1][$-804]0")],
    ],
  ],
];

const PLAIN: readonly Case[] = [
  ["as a text", rich(["85"])],
  ["as runs of several fonts", rich(["8", "<b/>"], ["5", `<i/>${rgb("7F0000")}`])],
  ["written with an apostrophe", rich(["85"]), { style: 3, xfs: ['<xf quotePrefix="1" numFmtId="49" borderId="1"/>'] }],
  ["white on dark", 85, looks(SIZE + rgb("FFFFFF"), solid('theme="4" tint="-0.5"'))],
  ["grey on light", 85, looks(SIZE + rgb("595959"), solid('indexed="43"'))],
  ["red, bold and centred", 85, looks(`<b/>${SIZE}${rgb("FF0000")}`)],
  ["of an accounting format", 85, format('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ')],
  ["with the format's own unit", 85, format('0"件"')],
  ["with a fraction that the format does not show", 85.3, format("0")],
  ["with the dust of a calculation", 85.00000000000001],
  ["scaled by its format", 85_000, format("0,")],
  ["a sum", formula("SUM(40,45)")],
  [
    "a sum that programs calculate anew",
    formula("40+45"),
    { calculation: '<calcPr calcId="124519" fullCalcOnLoad="1"/>' },
  ],
  ["a sum behind a condition", formula('IF(1=0,"",ROUND(84.6,0))')],
  [
    "coloured by a scale",
    85,
    rule(
      'type="colorScale"><colorScale><cfvo type="min"/><cfvo type="max"/><color rgb="FFF8696B"/><color rgb="FF63BE7B"/></colorScale>',
    ),
  ],
  [
    "with a bar behind",
    85,
    rule('type="dataBar"><dataBar><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar>'),
  ],
  [
    "made red by a rule",
    85,
    rule(
      'type="cellIs" dxfId="0" operator="greaterThan"><formula>80</formula>',
      `<font>${rgb("9C0006")}</font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill>`,
    ),
  ],
  [
    "that a rule would hide were it 0",
    85,
    rule('type="cellIs" dxfId="0" operator="equal"><formula>0</formula>', `<font>${rgb("FFFFFF")}</font>`),
  ],
  ["in a column that it just fits", 85, columns(2.71)],
  ["in a row of its own height", 85, { row: 'ht="14.25" customHeight="1"' }],
  ["of a table's own style", 85, styledTable("C00000")],
  ["of a pivot table that is kept", 85, pivot("")],
  ["turned", 85, aligned('textRotation="90"')],
  ["shrunk a little", 85, aligned('shrinkToFit="1"')],
  [
    "far from a seal",
    85,
    drawing(
      `<xdr:oneCellAnchor>${corner("from", "12", "0")}<xdr:ext cx="1000000" cy="1000000"/>${PICTURE}</xdr:oneCellAnchor>`,
    ),
  ],
  ["with a comment that nobody sees", 85, comment("")],
  [
    "under a picture that is not shown",
    85,
    drawing(over('<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="a" hidden="1"/></xdr:nvSpPr></xdr:sp>')),
  ],
  [
    "beside a hidden column with another",
    85,
    {
      more: ({ row }) => [{ row, column: 20, value: 31 }],
      sheet: { before: '<cols><col min="21" max="21" width="9" hidden="1"/></cols>' },
    },
  ],
  [
    "above a hidden row with another",
    85,
    { more: () => [{ row: 60, column: 3, value: 31 }], sheet: { rows: { 60: 'hidden="1"' } } },
  ],
];

describe("a figure in a workbook", () => {
  testLooks({ judged: reported, odd: NOT_PLAIN, ordinary: PLAIN });

  test("is named where it is centred over blank cells behind it", () => {
    const row = (at: number, ...values: MakeValue[]) =>
      values.map((value, column) => ({ row: at, column, value, style: column === 0 ? 1 : 3 }));
    const { xfs } = aligned('horizontal="centerContinuous"');
    const bytes = makeWorkbook({
      sheets: [{ cells: [...row(0, "项目", "甲", "乙"), ...row(1, "件数", 85, "")] }],
      xfs: xfs ?? [],
    });
    const [table] = readSheet(bytes).blocks;
    const flaws =
      table?.kind === "table"
        ? table.cells.flatMap((cell) => (cell.flaws ?? []).map(({ kind, text }) => [kind, text]))
        : [];
    expect(flaws).toEqual([["reordered", "85"]]);
  });

  test.each([
    ["a digit of its number format", 85, format('"1"0'), 185],
    [
      "what a reading above is written for",
      { attributes: 't="inlineStr"', xml: '<is><t>185</t><rPh sb="0" eb="1"><t>9</t></rPh></is>' },
      {},
      185,
    ],
  ] as const)("is read with %s, as it is seen", async (_name, value, around, seen) => {
    const report = await reported(value, around as Around);
    expect(report.uncertain).toEqual([]);
    expect(report.value).toBe(seen);
  });
});
