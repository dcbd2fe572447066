import type { Look, Ways } from "./ways.ts";

/** Digits disguised by the markup of Word files and of web pages. */

const styled =
  (properties: string): Look =>
  (digits) =>
    `</w:t></w:r><w:r><w:rPr>${properties}</w:rPr><w:t>${digits}</w:t></w:r><w:r><w:t>`;
const span =
  (style: string): Look =>
  (digits) =>
    `<span style="${style}">${digits}</span>`;
const tag =
  (name: string): Look =>
  (digits) =>
    `<${name}>${digits}</${name}>`;

export const DOCX: Ways<Look> = {
  odd: {
    struck: styled("<w:strike/>"),
    "struck twice": styled("<w:dstrike/>"),
    white: styled('<w:color w:val="FFFFFF"/>'),
    "nearly white": styled('<w:color w:val="FDFDFE"/>'),
    "the colour of its shading": styled(
      '<w:color w:val="FFFF00"/><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>',
    ),
    tiny: styled('<w:sz w:val="3"/>'),
    narrow: styled('<w:w w:val="1"/>'),
    superscript: styled('<w:vertAlign w:val="superscript"/>'),
    subscript: styled('<w:vertAlign w:val="subscript"/>'),
    raised: styled('<w:position w:val="14"/>'),
    lowered: styled('<w:position w:val="-14"/>'),
  },
  plain: {
    bold: styled("<w:b/>"),
    coloured: styled('<w:color w:val="1F3864"/>'),
    "a little larger": styled('<w:sz w:val="23"/>'),
    "of another language": styled('<w:lang w:val="fr-FR"/>'),
    hinted: styled('<w:rFonts w:hint="eastAsia"/>'),
  },
};

export const HTML: Ways<Look> = {
  odd: {
    struck: tag("s"),
    deleted: tag("del"),
    "struck by style": span("text-decoration:line-through"),
    superscript: tag("sup"),
    subscript: tag("sub"),
    raised: span("vertical-align:8px"),
    shifted: span("position:relative;top:-9px"),
    white: span("color:#fff"),
    "nearly white": span("color:rgb(253,254,253)"),
    "seen through": span("opacity:0"),
    transparent: span("color:transparent"),
    tiny: span("font-size:1px"),
    clipped: span("display:inline-block;width:0;overflow:hidden"),
    "cut out": span("position:absolute;clip:rect(0,0,0,0)"),
    "scaled away": span("display:inline-block;transform:scale(0)"),
    "moved away": span("position:absolute;left:-9999px"),
    floating: span("float:left"),
    floated: span("float:right"),
    masked: span("-webkit-text-security:disc"),
  },
  plain: {
    bold: tag("b"),
    coloured: span("color:#1f3864"),
    "a little larger": span("font-size:115%"),
    "in a font": span("font-family:Arial"),
    spaced: span("letter-spacing:0.5px"),
  },
};
