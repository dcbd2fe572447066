/** What all pages share: dark text on white, the system's Chinese fonts, tables that scroll inside their own box. */
export const BASE_STYLE = `
:root{--paper:#fff;--ink:#1b1f24;--soft:#59626d;--line:#c9ced4;--rule:#8b949e;--pale:#f5f6f8;
--error:#a3161d;--error-pale:#fdeceb;--warning:#7a4b00;--warning-pale:#fff4dc;--uncertain:#0b4f8a;--uncertain-pale:#e6f1fb;--good:#14612f;--good-pale:#e8f5ec}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.7 "PingFang SC","Hiragino Sans GB","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC",sans-serif;
font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
main{max-width:76rem;margin:0 auto;padding:1.5rem clamp(1rem,4vw,2.5rem) 4rem}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
h1,h2,h3{text-wrap:balance}
ul,ol{list-style:none}
i{font-style:normal}
a{color:inherit;text-decoration-color:var(--rule);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--uncertain);outline-offset:2px}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:separate;border-spacing:0}
.n{text-align:right}
small{font-size:.8em;font-weight:400;color:var(--soft);margin-left:.6em}
@media print{
@page{size:A4;margin:14mm 13mm 16mm}
body{font-size:9.5pt;line-height:1.55}
main{max-width:none;padding:0}
nav{display:none}
a{text-decoration:none}
.scroll{overflow:visible}
tr,li{break-inside:avoid}
h1,h2,h3{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
