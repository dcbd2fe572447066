import { describe, expect, test } from "@jest/globals";
import { flatTextOfDocx } from "../../lib/formats/docx/flat-text.ts";
import { ALTERED } from "../make/altered.ts";
import type { MakeBlock, MakePart, MakeStyle } from "../make/docx.ts";
import { type Around, paragraph, reportWith, run } from "../make/docx-report.ts";
import { type Look, testLooks } from "../make/figure-looks.ts";
import { fontOfOtherDigits, lockedFont, textFont } from "../make/fonts.ts";
import { judgementOf } from "../make/judgement.ts";
import { readDocx } from "../make/readings.ts";

/** A figure that a person reads as 85, or does not see, or sees otherwise: what the report says of it. */
async function judged(content: readonly MakeBlock[], around: Around = {}) {
  const bytes = reportWith(content, around);
  const judgement = judgementOf(readDocx(bytes), await flatTextOfDocx(bytes));
  return {
    ...judgement,
    codes: judgement.findings.map(({ code }) => code),
    value: judgement.tables?.applications?.granted?.naturalPerson,
  };
}
const one = (properties: string, text = "85") => [paragraph(run(text, properties))];
const beside = (properties: string, text = "3") => [paragraph(run(text, properties) + run("85"))];
const after = (properties: string, text = "1") => [paragraph(run("85") + run(text, properties))];

const style = (id: string, xml: string, more: Partial<MakeStyle> = {}): MakeStyle => ({
  id,
  type: "character",
  xml,
  ...more,
});
const rPr = (xml: string) => `<w:rPr>${xml}</w:rPr>`;
const styled = (text: string, ...styles: MakeStyle[]): [readonly MakeBlock[], Around] => [
  [paragraph(run(text, '<w:rStyle w:val="S"/>') + run("85"))],
  { styles },
];
const math = (xml: string) => [paragraph(`<m:oMath>${xml}</m:oMath>`)];
const mr = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;

const mark = (type: string, more = "", inside = "") =>
  `<w:r><w:fldChar w:fldCharType="${type}"${more}>${inside}</w:fldChar></w:r>`;
const field = (code: string, result: string | null, begin = "") =>
  `${mark("begin", begin)}<w:r><w:instrText>${code}</w:instrText></w:r>${result === null ? "" : mark("separate") + run(result)}${mark("end")}`;

const anchor = (how: {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  attributes?: string;
  wrap?: string;
  from?: string;
  inside?: string;
}) => {
  const {
    x = 0,
    y = 0,
    width = 40,
    height = 15,
    attributes = 'behindDoc="0"',
    wrap = "<wp:wrapNone/>",
    from = "paragraph",
  } = how;
  const at = (name: string, points: number, relative: string) =>
    `<wp:${name} relativeFrom="${relative}"><wp:posOffset>${points * 12_700}</wp:posOffset></wp:${name}>`;
  const across = from === "page" ? "page" : "column";
  return `<w:r><w:drawing><wp:anchor ${attributes}>${at("positionH", x, across)}${at("positionV", y, from)}<wp:extent cx="${width * 12_700}" cy="${height * 12_700}"/>${wrap}<a:graphic><a:graphicData>${
    how.inside ?? '<wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></wps:spPr></wps:wsp>'
  }</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`;
};
const picture = '<pic:pic><pic:blipFill><a:blip r:embed="x"/></pic:blipFill></pic:pic>';
const vml = (css: string, inside = "") =>
  `<w:r><w:pict><v:rect style="${css}" fillcolor="white">${inside}</v:rect></w:pict></w:r>`;

/** A package with a value that content controls may be bound to. */
const bound = (value: string): Around => {
  const properties = '<ds:datastoreItem xmlns:ds="urn:ds" ds:itemID="{A1}"/>';
  const related: MakePart[] = [{ type: "customXmlProps", target: "props.xml", content: properties }];
  return {
    parts: [{ type: "customXml", target: "item.xml", content: `<r xmlns="urn:r"><n>${value}</n></r>`, related }],
  };
};
const control = (inside: string, path = "/ns0:r[1]/ns0:n[1]") =>
  `<w:sdt><w:sdtPr><w:dataBinding w:xpath="${path}" w:storeItemID="{A1}"/></w:sdtPr><w:sdtContent>${inside}</w:sdtContent></w:sdt>`;
const dropDown = (chosen: string, result: string | null) =>
  `${mark("begin", "", `<w:ffData><w:ddList>${chosen}<w:listEntry w:val="0"/><w:listEntry w:val="85"/></w:ddList></w:ffData>`)}<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>${
    result === null ? "" : mark("separate") + run(result)
  }${mark("end")}`;

const shade = (fill: string, more = "") => `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"${more}/>`;
const colour = (value: string, more = "") => `<w:color w:val="${value}"${more}/>`;
const theme: MakePart = {
  type: "theme",
  target: "theme/theme1.xml",
  content:
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:accent1><a:srgbClr val="1F3864"/></a:accent1></a:clrScheme></a:themeElements></a:theme>',
};
const dark = (xml: string, look = '<w:tblLook w:val="0000"/>'): Around => ({
  styles: [{ id: "T", type: "table", xml }],
  table: `<w:tblStyle w:val="T"/>${look}`,
});

const KEY = "{5D1B0F3C-2A4E-4B6D-8C7F-9A0B1C2D3E4F}";
/** The figure in a font that the file brings along. */
const embedded = (font: Uint8Array, more = ""): [readonly MakeBlock[], Around] => {
  const related: MakePart[] = [{ type: "font", id: "f1", target: "fonts/font1.odttf", content: lockedFont(font, KEY) }];
  const xmlns =
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const content = `<w:fonts ${xmlns}><w:font w:name="仿宋_GB2312">${more}<w:embedRegular r:id="f1" w:fontKey="${KEY}"/></w:font></w:fonts>`;
  return [
    one('<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/>'),
    { parts: [{ type: "fontTable", target: "fontTable.xml", content, related }] },
  ];
};

type Case = Look<readonly MakeBlock[], Around>;

const NOT_PLAIN: readonly (readonly [code: string, cases: readonly Case[]])[] = [
  [
    "NUMBER-STRUCK",
    [
      ["struck", beside("<w:strike/>", "31")],
      ["doubly struck", beside("<w:dstrike/>", "31")],
      ["struck by a character style", ...styled("31", style("S", rPr("<w:strike/>")))],
      [
        "struck by the style of a style",
        ...styled("31", style("B", rPr("<w:strike/>")), style("S", "", { basedOn: "B" })),
      ],
      [
        "struck by the paragraph's style, which a run's own property lifts",
        [{ xml: `<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>${run("31")}${run("85", '<w:strike w:val="0"/>')}</w:p>` }],
        { styles: [style("P", rPr("<w:strike/>"), { type: "paragraph" })] },
      ],
      ["in a paragraph of its own", [paragraph(run("31", "<w:strike/>")), paragraph(run("85"))]],
      ["struck by combining characters", one("", "3\u03361\u033685")],
    ],
  ],
  [
    "NUMBER-RAISED",
    [
      ["raised", after('<w:vertAlign w:val="superscript"/>')],
      ["raised in brackets", after('<w:vertAlign w:val="superscript"/>', "[1]")],
      ["lowered", after('<w:vertAlign w:val="subscript"/>')],
      ["moved up by points", after('<w:position w:val="8"/>')],
      ["moved down by points", after('<w:position w:val="-6"/>')],
      [
        "raised by a style",
        [paragraph(run("85") + run("1", '<w:rStyle w:val="S"/>'))],
        { styles: [style("S", rPr('<w:vertAlign w:val="superscript"/>'))] },
      ],
      ["a power", math(`<m:sSup><m:e>${mr("85")}</m:e><m:sup>${mr("2")}</m:sup></m:sSup>`)],
      ["an index", math(`<m:sSub><m:e>${mr("85")}</m:e><m:sub>${mr("2")}</m:sub></m:sSub>`)],
      ["a fraction", math(`<m:f><m:num>${mr("8")}</m:num><m:den>${mr("5")}</m:den></m:f>`)],
      ["a root", math(`<m:rad><m:deg>${mr("3")}</m:deg><m:e>${mr("85")}</m:e></m:rad>`)],
      [
        "a footnote's mark",
        [paragraph(`${run("85")}<w:r><w:footnoteReference w:id="2"/></w:r>`)],
        { footnotes: { 2: "含补办" } },
      ],
      ["two lines in one", one('<w:eastAsianLayout w:id="1" w:combine="1"/>')],
      [
        "a reading above",
        [paragraph(`<w:r><w:ruby><w:rt>${run("3")}</w:rt><w:rubyBase>${run("85")}</w:rubyBase></w:ruby></w:r>`)],
      ],
      ["characters over each other", [paragraph(field(" EQ \\o(8,5) ", null) + run("85"))]],
    ],
  ],
  [
    "NUMBER-HIDDEN",
    [
      ["white", beside(colour("FFFFFF"))],
      ["nearly white", beside(colour("F0F0F0"))],
      ["white by the document's defaults", one(""), { defaults: colour("FFFFFF") }],
      ["white by a style", ...styled("3", style("S", rPr(colour("FFFFFF"))))],
      ["of the theme's background", beside(colour("000000", ' w:themeColor="background1"')), { parts: [theme] }],
      [
        "of a colour tinted away",
        beside(colour("000000", ' w:themeColor="accent1" w:themeTint="0A"')),
        { parts: [theme] },
      ],
      ["the colour of its own shading", beside(colour("1F3864") + shade("1F3864"))],
      ["the colour of its highlight", beside(`${colour("FFFF00")}<w:highlight w:val="yellow"/>`)],
      ["blacked out with a highlight", beside('<w:highlight w:val="black"/>')],
      [
        "the colour of its paragraph's shading",
        [{ xml: `<w:p><w:pPr>${shade("000000")}</w:pPr>${run("85", colour("000000"))}</w:p>` }],
      ],
      ["the colour of its cell", one(colour("1F3864")), { cell: shade("1F3864") }],
      [
        "the colour of its cell by the theme",
        one(colour("1F3864")),
        { cell: shade("FFFFFF", ' w:themeFill="accent1"'), parts: [theme] },
      ],
      ["the colour of its table's style", one(colour("1F3864")), dark(`<w:tcPr>${shade("1F3864")}</w:tcPr>`)],
      ["white by its table's style", one(""), dark(rPr(colour("FFFFFF")))],
      [
        "white by a banded row's style",
        one(""),
        dark(
          `<w:tblStylePr w:type="band1Horz">${rPr(colour("FFFFFF"))}</w:tblStylePr><w:tblStylePr w:type="band2Horz">${rPr(colour("FFFFFF"))}</w:tblStylePr>`,
        ),
      ],
      [
        "white where its cell lifts its table's shading",
        one(colour("FFFFFF")),
        { ...dark(`<w:tcPr>${shade("000000")}</w:tcPr>`), cell: shade("auto") },
      ],
      ["of the theme's background where there is no theme", beside(colour("000000", ' w:themeColor="background1"'))],
      [
        "the colour of its cell by a theme that is not there",
        one(colour("000000")),
        { cell: shade("FFFFFF", ' w:themeFill="text1"') },
      ],
      [
        "under an outline of its own",
        beside(
          '<w14:textOutline w14:w="190500"><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textOutline>',
        ),
      ],
      ["filled with nothing", beside("<w14:textFill><w14:noFill/></w14:textFill>")],
      [
        "transparent",
        beside(
          '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="99000"/></w14:srgbClr></w14:solidFill></w14:textFill>',
        ),
      ],
      ["tiny", beside('<w:sz w:val="2"/>')],
      ["tiny by the defaults", one(""), { defaults: '<w:sz w:val="4"/>' }],
      ["a hundredth as wide", beside('<w:w w:val="1"/>')],
      ["fitted into nothing", one('<w:fitText w:val="20" w:id="1"/>')],
      ["in a row without height", one(""), { row: '<w:trHeight w:val="1" w:hRule="exact"/>' }],
      [
        "below what its row shows",
        [paragraph(""), paragraph(""), paragraph(run("85"))],
        { row: '<w:trHeight w:val="300" w:hRule="exact"/>' },
      ],
      [
        "pushed below what its row shows",
        [{ xml: `<w:p><w:pPr><w:spacing w:before="1000"/></w:pPr>${run("85")}</w:p>` }],
        { row: '<w:trHeight w:val="300" w:hRule="exact"/>' },
      ],
      [
        "on a line without height",
        [{ xml: `<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>${run("85")}</w:p>` }],
      ],
      [
        "on a fiftieth of a line",
        [{ xml: `<w:p><w:pPr><w:spacing w:line="5" w:lineRule="auto"/></w:pPr>${run("85")}</w:p>` }],
      ],
      ["of a table placed off the page", one(""), { table: '<w:tblpPr w:tblpX="30000" w:tblpY="1"/>' }],
      ["moved a line away", one('<w:position w:val="60"/>')],
      ["indented out of its cell", [{ xml: `<w:p><w:pPr><w:ind w:left="-2000"/></w:pPr>${run("85")}</w:p>` }]],
    ],
  ],
  [
    "NUMBER-COVERED",
    [
      ["a picture over it", [paragraph(run("31") + anchor({ inside: picture }))]],
      ["a white shape over it", [paragraph(run("85") + anchor({}))]],
      ["a VML shape over it", [paragraph(run("85") + vml("position:absolute;width:40pt;height:15pt;z-index:5"))]],
      [
        "a picture in its line",
        [
          paragraph(
            `${run("85")}<w:r><w:drawing><wp:inline><wp:extent cx="99999" cy="99999"/>${picture}</wp:inline></w:drawing></w:r>`,
          ),
        ],
      ],
      [
        "a text box with another figure over it",
        [
          paragraph(
            run("31") +
              anchor({
                inside: `<wps:wsp><wps:txbx><w:txbxContent><w:p>${run("85")}</w:p></w:txbxContent></wps:txbx></wps:wsp>`,
              }),
          ),
        ],
      ],
      [
        "a shape of the paragraph before reaching over it",
        one(""),
        { before: [paragraph(run("附：") + anchor({ y: 15, width: 400, height: 300 }))] },
      ],
      [
        "a shape of the paragraph behind reaching back over it",
        one(""),
        { after: [paragraph(run("注") + anchor({ y: -700, width: 400, height: 690 }))] },
      ],
      ["a line through its cell", one(""), { cell: '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>' }],
      [
        "a line through its cell by its table's style",
        one(""),
        dark('<w:tcPr><w:tcBorders><w:tr2bl w:val="single"/></w:tcBorders></w:tcPr>'),
      ],
      [
        "a shape of the page's header reaching over the text",
        one(""),
        { header: [{ xml: anchor({ y: 100, width: 400, height: 500 }) }] },
      ],
      ["digits one over the other", one('<w:spacing w:val="-90"/>')],
    ],
  ],
  [
    "NUMBER-REORDERED",
    [
      ["overridden", [paragraph(`<w:bdo w:val="rtl">${run("58")}</w:bdo>`)]],
      ["embedded", [paragraph(`<w:dir w:val="rtl">${run("58")}</w:dir>`)]],
      ["of right-to-left runs", [paragraph(run("5", "<w:rtl/>") + run("8", "<w:rtl/>"))]],
      ["in a right-to-left paragraph", [{ xml: `<w:p><w:pPr><w:bidi/></w:pPr>${run("-85")}</w:p>` }]],
      [
        "behind an automatic number",
        [{ paragraph: { runs: "5", list: [1, 0] } }],
        { lists: [{ levels: [{ format: "decimal", text: "%1", start: 8, suffix: "nothing" }] }] },
      ],
      [
        "in a frame",
        [
          { xml: `<w:p><w:pPr><w:framePr w:x="5000" w:y="100" w:hAnchor="page"/></w:pPr>${run("3")}</w:p>` },
          paragraph(run("85")),
        ],
      ],
    ],
  ],
  [
    "NUMBER-STALE",
    [
      ["a dirty field's", [paragraph(field(" DOCPROPERTY n ", "85", ' w:dirty="true"'))]],
      ["a dirty simple field's", [paragraph(`<w:fldSimple w:instr="=1+1" w:dirty="1">${run("85")}</w:fldSimple>`)]],
      ["a sum's that is to be updated", [paragraph(field(" =SUM(ABOVE) ", "85"))], { settings: "<w:updateFields/>" }],
      ["a page number", [paragraph(field(" PAGE ", "85"))]],
      ["drawn by a field", [paragraph(field(" SYMBOL 56 ", null) + run("5"))]],
      ["bound to another value", [paragraph(control(run("85")))], bound("975")],
      ["bound by its cell to another value", [{ xml: `${control(`<w:p>${run("85")}</w:p>`)}` }], bound("975")],
      ["bound to what can't be told", [paragraph(control(run("85"), "//ns0:n[last()]"))], bound("85")],
      [
        "a control's prompt",
        [paragraph(`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${run("85")}</w:sdtContent></w:sdt>`)],
      ],
      [
        "different for newer and older programs",
        [
          paragraph(
            `<mc:AlternateContent><mc:Choice Requires="w14">${run("31")}</mc:Choice><mc:Fallback>${run("85")}</mc:Fallback></mc:AlternateContent>`,
          ),
        ],
      ],
    ],
  ],
  [
    "GLYPHS-DIFFER",
    [
      ["of a font of symbols", one('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')],
      ["of an embedded font that draws 86 for 85", ...embedded(fontOfOtherDigits(1))],
      ["of an embedded font that draws letters", ...embedded(fontOfOtherDigits(40))],
      ["of an embedded font that is damaged", ...embedded(textFont().subarray(0, 3000))],
      ["of a font that is said to hold symbols", ...embedded(textFont(), '<w:charset w:val="02"/>')],
      ["of a font's private use", one("", "\uf038\uf035")],
      ["of another script", one("", "٨٥")],
      ["of a mathematical alphabet", one("", "𝟖𝟓")],
    ],
  ],
];

const PLAIN: readonly Case[] = [
  ["in an embedded font that draws what it says", ...embedded(textFont())],
  [
    "cut into runs of several languages, fonts and hints",
    [paragraph(run("8", '<w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US"/>') + run("5", "<w:b/><w:noProof/>"))],
  ],
  [
    "between bookmarks, comments and proofing marks",
    [
      paragraph(
        `<w:bookmarkStart w:id="1"/><w:proofErr w:type="spellStart"/>${run("8")}<w:smartTag>${run("5")}</w:smartTag><w:commentReference w:id="1"/>`,
      ),
    ],
  ],
  ["a little larger in part", [paragraph(run("8", '<w:sz w:val="21"/>') + run("5", '<w:sz w:val="24"/>'))]],
  ["raised as a whole by a little", one('<w:position w:val="4"/>')],
  [
    "with a change of properties kept for the record",
    one('<w:rPrChange w:id="1" w:author="a"><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>'),
  ],
  [
    "beside a deletion",
    [paragraph(`<w:del w:id="1" w:author="a"><w:r><w:delText>31</w:delText></w:r></w:del>${run("85")}`)],
  ],
  ["beside hidden digits", beside("<w:vanish/>", "31")],
  ["white on its dark cell", one(colour("FFFFFF")), { cell: shade("1F3864") }],
  [
    "white on its dark cell by the theme",
    one(colour("FFFFFF", ' w:themeColor="background1"')),
    { cell: shade("auto", ' w:themeFill="accent1"'), parts: [theme] },
  ],
  [
    "white on dark, both by the table's style",
    one(""),
    dark(`${rPr(colour("FFFFFF"))}<w:tcPr>${shade("1F3864")}</w:tcPr>`),
  ],
  ["grey", one(colour("595959"))],
  [
    "struck by neither of two styles that cancel each other",
    [{ xml: `<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>${run("85", '<w:rStyle w:val="S"/>')}</w:p>` }],
    { styles: [style("S", rPr("<w:strike/>")), style("P", rPr("<w:strike/>"), { type: "paragraph" })] },
  ],
  [
    "with switched-off properties, as some programs write them",
    one(
      '<w:strike w:val="0"/><w:dstrike w:val="false"/><w:rtl w:val="0"/><w:vertAlign w:val="baseline"/><w:position w:val="0"/><w:w w:val="100"/>',
    ),
  ],
  ["in a row of fixed height", one('<w:sz w:val="21"/>'), { row: '<w:trHeight w:val="340" w:hRule="exact"/>' }],
  [
    "on a line of fixed height",
    [
      {
        xml: `<w:p><w:pPr><w:spacing w:line="280" w:lineRule="exact"/><w:ind w:left="-105" w:right="-105"/></w:pPr>${run("85", '<w:spacing w:val="-6"/>')}</w:p>`,
      },
    ],
  ],
  ["an equation of one line", math(mr("85"))],
  ["the result of a sum", [paragraph(field(" =SUM(ABOVE) ", "85"))]],
  ["typed into a form", [paragraph(field(" FORMTEXT ", "85"))], { settings: "<w:updateFields/>" }],
  ["chosen from a form's list", [paragraph(dropDown('<w:result w:val="1"/>', null))]],
  ["chosen from a form's list beside an old result", [paragraph(dropDown('<w:result w:val="1"/>', "0"))]],
  ["preset in a form's list", [paragraph(dropDown('<w:default w:val="1"/>', null))]],
  [
    "in a control",
    [paragraph(`<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>${run("85")}</w:sdtContent></w:sdt>`)],
  ],
  ["bound to the value shown", [paragraph(control(run("85")))], bound("85")],
  [
    "in a file with a watermark behind the text",
    one(""),
    {
      before: [
        paragraph(
          anchor({ width: 400, height: 600, attributes: 'behindDoc="1"' }) +
            vml("position:absolute;width:400pt;height:400pt;z-index:-1"),
        ),
      ],
    },
  ],
  [
    "far above a seal",
    one(""),
    {
      after: [
        ...Array.from({ length: 10 }, () => "本".repeat(200)),
        paragraph(run("云桥镇人民政府") + anchor({ x: 250, y: -60, width: 120, height: 120, inside: picture })),
      ],
    },
  ],
  [
    "below a header with a mark and a line",
    one(""),
    {
      header: [
        "本",
        { xml: anchor({ y: -10, width: 60, height: 30, inside: picture }) + anchor({ y: 20, width: 400, height: 0 }) },
      ],
    },
  ],
  [
    "below a line under the letterhead",
    one(""),
    { before: [paragraph(anchor({ y: 20, width: 400, height: 0 })), "本".repeat(900)] },
  ],
  [
    "beside a picture that text flows around",
    one(""),
    { before: [paragraph(anchor({ width: 400, height: 400, wrap: "<wp:wrapTopAndBottom/>", inside: picture }))] },
  ],
];

describe("a figure in a Word file", () => {
  testLooks({ judged, odd: NOT_PLAIN, ordinary: PLAIN });

  test.each([
    ["struck digits", beside("<w:strike/>", "31"), "85"],
    ["a raised mark", after('<w:vertAlign w:val="superscript"/>'), "85¹"],
    ["a power", math(`<m:sSup><m:e>${mr("85")}</m:e><m:sup>${mr("2")}</m:sup></m:sSup>`), "85²"],
  ] as const)("is read without %s, which both readings take for none of it", async (_name, content, text) => {
    const bytes = reportWith(content);
    const judgement = judgementOf(readDocx(bytes), await flatTextOfDocx(bytes));
    expect(judgement.figures[ALTERED]?.text).toBe(text);
    expect(judgement.tables?.applications?.granted?.naturalPerson).toBe(85);
    expect((await flatTextOfDocx(bytes)).pieces).toContain(text);
  });
});
