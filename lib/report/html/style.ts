import { BASE_STYLE } from "./base-style.ts";

const VERDICT = `
.verdict{border:1px solid var(--line);border-left:8px solid var(--rule);padding:1.1rem 1.4rem 1.2rem;display:grid;grid-template-columns:1fr auto;gap:0 2rem}
.verdict .kind{grid-column:1/-1;color:var(--soft);font-size:.875rem;letter-spacing:.06em}
h1{font-size:1.65rem;line-height:1.35;margin:.15rem 0 .4rem;font-weight:700}
h1 .year{margin-left:.5em;font-weight:400;white-space:nowrap}
.stamp{align-self:start;font-size:1.3rem;line-height:1.3;font-weight:700;white-space:nowrap;border:2px solid;padding:.25rem .8rem}
.stamp i{margin-right:.45em}
.sentence{grid-column:1/-1;font-size:1.05rem}
.verdict.valid{border-left-color:var(--good);background:var(--good-pale)}.valid .stamp{color:var(--good)}
.verdict.invalid,.verdict.failed{border-left-color:var(--error);background:var(--error-pale)}.invalid .stamp,.failed .stamp{color:var(--error)}
.verdict.needs-review{border-left-color:var(--uncertain);background:var(--uncertain-pale)}.needs-review .stamp{color:var(--uncertain)}
.verdict.unrecognized{background:var(--pale)}.stamp,.sample{background:var(--paper)}
.counts{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.4rem 1.8rem;margin-top:.7rem}
.counts a{text-decoration:none;color:var(--soft)}
.counts b{font-size:1.3rem;margin-right:.35em}
.counts i{margin-right:.25em;font-weight:700}
.counts .error a{color:var(--error)}.counts .uncertain a{color:var(--uncertain)}.counts .warning a{color:var(--warning)}.counts .info a{color:var(--ink)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.15rem 2rem;margin:1rem 0 0;padding:0 .2rem;font-size:.925rem}
.facts div{display:flex;gap:1em}
dt{color:var(--soft);flex:0 0 4.2em}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin:1.2rem 0 0;padding:.55rem .2rem;border-block:1px solid var(--line);font-size:.925rem}
section{margin-top:2.2rem}
h2{font-size:1.25rem;margin-bottom:.6rem;padding-bottom:.25rem;border-bottom:2px solid var(--ink)}
.none{color:var(--soft)}
footer{margin-top:3rem;padding-top:.7rem;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem}
.hash{word-break:break-all}
`;

/** What is in a problem of a list, here and on the desk's page. */
export const PROBLEM_STYLE = `
.tag i{font-weight:700;margin-right:.5em}
.error>.tag{color:var(--error)}.warning>.tag{color:var(--warning)}.info>.tag{color:var(--soft)}
.tag span{font-size:.875rem}
.place{color:var(--soft);font-size:.9rem}
.error .message{font-weight:600}
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid var(--line);color:var(--soft)}
.proposal b{font-weight:600;margin-right:.8em;border:1px solid var(--rule);padding:0 .35em;font-size:.8125rem}
`;

const PROBLEMS = `
.problems>li{display:grid;grid-template-columns:5.2rem 1fr;gap:0 1rem;padding:.75rem .2rem;border-bottom:1px solid var(--line)}
details{font-size:.875rem;color:var(--soft);margin-top:.15rem}
summary{cursor:pointer}
details ul{columns:24rem;column-gap:2rem;margin-top:.3rem}
details li{padding-left:1em;text-indent:-1em}
details b{color:var(--ink)}
.doubts{columns:26rem;column-gap:2.5rem;margin-top:.5rem}
.doubts img{display:block;max-width:100%;margin:.2rem 0;text-indent:0}
.doubts b{font-size:1.15em}
.original{margin-left:1em}
figure{margin:.8rem 0 0;break-inside:avoid}
figure img{max-width:100%;border:1px solid var(--line)}
figcaption{color:var(--soft);font-size:.9rem}
.doubts li{padding:.15rem 0 .15rem 1em;text-indent:-1em;break-inside:avoid}
:target{scroll-margin-top:4.5rem}
li:target{background:var(--paper)be0;box-shadow:0 0 0 .4rem #fffbe0}
`;

/** The official tables and what is marked in them; also of other pages that show them. */
export const TABLES_STYLE = `
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:var(--soft);font-size:.875rem}
.sample{display:inline-block;min-width:1.7em;text-align:center;margin-right:.4em;border:1px solid}
.sample.error{color:var(--error);background:var(--error-pale)}.sample.warning{color:var(--warning);background:var(--warning-pale)}.sample.uncertain{color:var(--uncertain);background:var(--uncertain-pale);border-style:dashed}
#pages .sample{background:var(--paper);border-width:3px}#pages .sample.thin{border-width:1px}
.official h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
.official h3 span:first-child{margin-left:.8em}
.notice{border:1px solid var(--error);color:var(--error);padding:.6rem 1rem}
table.form{width:100%;border:solid var(--rule);border-width:2px 1px 1px 2px;font-size:.9rem;line-height:1.4}
.form th,.form td{border:solid var(--rule);border-width:0 1px 1px 0;padding:.38rem .4rem;text-align:center;vertical-align:middle;font-weight:400;background:var(--paper)}
.form .heading,.form .group{background:var(--pale)}
.form .row{text-align:left;background:var(--pale)}
.form td{font-size:1rem;min-width:3.2em}
.absent{color:var(--soft);font-size:.8em;white-space:nowrap}
.form .marked{position:relative}.form .marked:hover,.form .marked:focus-within{z-index:9!important}
.form .error{background:var(--error-pale)}.form .warning{background:var(--warning-pale)}.form .info{background:var(--paper)}
.form .uncertain{background:var(--uncertain-pale);outline:2px dashed var(--uncertain);outline-offset:-3px}
.form .exact{font-weight:700}
.form .exact.error{outline:4px double var(--error);outline-offset:-4px}
.form .exact.warning{outline:4px double var(--warning);outline-offset:-4px}
.signs{display:inline-block;margin-left:.3em;font-size:.7em;line-height:1;vertical-align:super;font-weight:400}
.signs a{text-decoration:none;color:var(--soft);margin-right:.25em;white-space:nowrap}
.error .signs a{color:var(--error)}.warning .signs a{color:var(--warning)}.uncertain .signs a{color:var(--uncertain)}
.form .exact .signs a{font-weight:700}
td:target,th:target{box-shadow:inset 0 0 0 3px var(--ink)}
.tip{display:none}
.marked:hover>.tip,.marked:focus>.tip,.marked:focus-within>.tip{display:block;position:fixed;left:0;right:0;bottom:0;z-index:9;background:var(--paper);border-top:3px solid var(--ink);
box-shadow:0 -.4rem 1.6rem rgb(0 0 0/.14);padding:.7rem clamp(1rem,4vw,2.5rem) .9rem;text-align:left;font-weight:400;font-size:.95rem;line-height:1.6;max-height:45vh;overflow:auto;color:var(--ink)}
.tip b,.tip span{display:block;max-width:71rem;margin:0 auto}
table.claims{width:100%;min-width:44rem;font-size:.9rem}
.claims th,.claims td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
.claims thead th{color:var(--soft);border-bottom-color:var(--rule);white-space:nowrap}
.claims .n{text-align:right;white-space:nowrap}
.claims td:nth-child(4){white-space:nowrap}
.differs td{color:var(--error);font-weight:600}.differs .words{font-weight:400}
#text article{max-width:46rem}
#text h3{font-size:1.05rem;margin:1.3rem 0 .3rem}
#text article p:not(.none){text-indent:2em;text-align:justify}
`;

const NARROW = `
@media screen and (max-width:40rem){
.scroll{border-right:1px solid var(--line)}
.verdict{grid-template-columns:1fr;padding:.9rem 1rem 1rem}
h1{font-size:1.35rem}.stamp{justify-self:start;margin-bottom:.5rem}
.facts{grid-template-columns:1fr}
.problems>li{grid-template-columns:1fr}
.form{font-size:.85rem}
}
`;

const PRINT = `
@media print{
h1{font-size:16pt}h2{font-size:12.5pt}.official h3{font-size:11pt;margin:5mm 0 1.5mm}
section{margin-top:6mm}
.verdict{padding:4mm 5mm}
.facts{font-size:9pt;grid-template-columns:1fr 1fr}
.tip,details,nav{display:none!important}
.problems>li{padding:2mm 0;grid-template-columns:17mm 1fr}
.official{break-inside:avoid}
table.form{font-size:8pt;line-height:1.3}.form td{font-size:9pt;min-width:0}.form th,.form td{padding:1mm .8mm}
table.claims{min-width:0;font-size:8.5pt}
#text article{max-width:none}#text h3{font-size:10.5pt;margin:4mm 0 1mm}
footer{font-size:8pt;margin-top:8mm}
}
`;

export const REPORT_STYLE = `${BASE_STYLE}${VERDICT}${PROBLEM_STYLE}${PROBLEMS}${TABLES_STYLE}${NARROW}${PRINT}`;
