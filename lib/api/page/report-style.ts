import { PROFILES } from "../../profiles/profiles.ts";
import { PROBLEM_STYLE, TABLES_STYLE } from "../../report/html/style.ts";

/** A report's view: the original and the result side by side where there is room. */
const VIEW = `
main.wide{max-width:110rem}
.ways{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.3rem 1.5rem;margin-top:1rem}
.ways span{display:flex;gap:1.25rem;flex-wrap:wrap}
.verdict{border:1px solid var(--line);border-left:8px solid var(--rule);padding:.8rem 1.2rem;display:grid;grid-template-columns:1fr auto;gap:0 2rem;margin-top:.6rem}
.verdict h2{margin:0;font-size:1.4rem;line-height:1.35}
.verdict .year{margin-left:.5em;font-weight:400;white-space:nowrap}
.stamp{align-self:start;font-size:1.15rem;line-height:1.3;font-weight:700;white-space:nowrap;border:2px solid;padding:.2rem .7rem;background:var(--paper)}
.stamp i{margin-right:.45em}
.sentence{grid-column:1/-1}
.verdict.valid{border-left-color:var(--good);background:var(--good-pale)}.valid .stamp{color:var(--good)}
.verdict.invalid,.verdict.failed{border-left-color:var(--error);background:var(--error-pale)}.invalid .stamp,.failed .stamp{color:var(--error)}
.verdict.needs-review{border-left-color:var(--uncertain);background:var(--uncertain-pale)}.needs-review .stamp{color:var(--uncertain)}
.verdict.unrecognized{background:var(--pale)}
.notice{border:1px solid var(--error);color:var(--error);padding:.5rem 1rem;margin-top:.75rem}
.notice a{margin-left:.8em}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.1rem 2rem;margin:.75rem 0 0;font-size:.925rem}
.facts div{display:flex;gap:1em}
dt{color:var(--soft);flex:0 0 4.2em}
.none{color:var(--soft)}
.beside{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:0 1.75rem;align-items:start;margin-top:1.25rem}
.original{position:sticky;top:.75rem;height:calc(100vh - 1.5rem);display:flex;flex-direction:column;border:1px solid var(--line)}
.ways-to{display:flex;flex-wrap:wrap;gap:.35rem;padding:.4rem;border-bottom:1px solid var(--line)}
.ways-to button{padding:.2rem .7rem;border-color:var(--rule)}
[aria-pressed=true],#statuses [aria-current]{background:var(--pale);box-shadow:inset 0 0 0 1px var(--ink)}
.shown{flex:1;overflow:auto;min-height:0}
.shown img{display:block;width:100%}
.shown .page{display:block;position:relative}
.shown .mark{position:absolute;outline:3px solid var(--uncertain);outline-offset:3px}
.shown iframe{width:100%;height:100%;border:0;display:block}
.shown>.none{padding:1rem}
.document{padding:.8rem 1rem;font-size:.9rem}
.document p{margin:.3rem 0;white-space:pre-line}
.document .heading{font-weight:600}.document .furniture,.document .metadata,.document .note{color:var(--soft);font-size:.9em}
table.read{border-collapse:collapse;margin:.6rem 0;width:100%;font-size:.85rem}
.read td{border:1px solid var(--rule);padding:.2rem .35rem;white-space:pre-line;min-width:1.5em;height:1.6em}
.looked{background:var(--marked);outline:3px solid var(--uncertain);outline-offset:-3px}
.near{outline:2px dashed var(--uncertain);outline-offset:-2px}
.result>section:first-child h2{margin-top:0}
button.link{border:0;padding:0;background:none;text-align:left;text-decoration:underline;text-decoration-color:var(--rule);text-underline-offset:.2em;line-height:inherit}
button.link:hover{text-decoration-color:currentColor}
.problems>li{display:grid;grid-template-columns:4.6rem 1fr;gap:0 1rem;padding:.6rem 0;border-bottom:1px solid var(--line)}
#submissions li{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;border-bottom:1px solid var(--line);padding:.4rem 0}
#submissions li span:nth-child(2){flex:1 1 14rem}
#text article{max-width:46rem}
#text h3{font-size:1.05rem;margin:1.1rem 0 .3rem}
#text article p:not(.none){text-indent:2em;text-align:justify}
`;

/** Figures are buttons in the official tables. */
const FIGURES = `
.form td{padding:0!important;height:1px}
.form td .figure{border:0;background:none;width:100%;height:100%;min-height:2.2em;padding:.38rem .3rem;text-align:center;line-height:1.4;border-radius:0}
.form td .figure:hover{background:var(--pale)}
.form td.chosen .figure{box-shadow:inset 0 0 0 3px var(--ink)}
.form .absent{color:var(--soft);font-size:.8em}
`;

/** A person's word: the panel stays in sight while one goes from doubt to doubt. */
const REVIEW = `
.steps{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center}
.steps button,.panel-head button{padding:.2rem .7rem}
button.main{background:var(--ink);color:var(--paper);font-weight:600}
button.main:hover{background:var(--soft)}
button:disabled{opacity:.55;cursor:default}
.doubt-list{columns:22rem;column-gap:2rem;margin-top:.75rem;max-height:20rem;overflow:auto}
.doubt-list li{break-inside:avoid;padding:.1rem 0}
.doubt-list .place{margin-left:.6em}
.doubt-list [aria-pressed=true],#statuses [aria-current]{box-shadow:none;font-weight:700}
.reviewer{display:flex;gap:.8rem;align-items:end;color:var(--soft)}
.panel{position:sticky;bottom:0;z-index:5;background:var(--paper);border:2px solid var(--ink);padding:.7rem 1rem .9rem;margin-top:2rem;max-height:70vh;overflow:auto;box-shadow:0 -.3rem 1.2rem rgb(0 0 0/.18)}
.panel-head{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center}
.panel-head h3{flex:1 1 14rem;font-size:1.05rem}
.cutout{display:block;max-width:100%;border:1px solid var(--line);margin:.5rem 0}
.readings b{font-size:1.2em;margin:0 .2em}
.reason{color:var(--soft);font-size:.925rem}
form.answer{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:end;margin-top:.5rem}
form.answer label,.reviewer label{font-size:.85rem;color:var(--soft)}
form.answer input,form.answer select,.reviewer input{display:block;font:inherit;font-size:1.15rem;color:var(--ink);background:var(--paper);border:1px solid var(--rule);border-radius:2px;padding:.3rem .5rem;width:12rem;max-width:100%}
.reviewer input{font-size:1rem}
.reviewed{display:block;font-weight:600}
sup{font-size:.6em;color:var(--good);margin-left:.2em}
.record li{display:grid;grid-template-columns:auto auto 1fr auto auto;gap:.2rem 1rem;border-bottom:1px solid var(--line);padding:.4rem 0}
.record li>span:first-child{color:var(--soft);white-space:nowrap}
.record .undone,.record .replaced{color:var(--soft)}
.form td input{width:100%;min-width:3rem;font:inherit;text-align:center;border:0;background:none;color:var(--ink);padding:.38rem .2rem}
.typing .steps{margin-top:.75rem;position:sticky;bottom:0;background:var(--paper);padding:.5rem 0;border-top:1px solid var(--line)}
`;

const NARROW = `
@media screen and (max-width:62rem){
.beside{grid-template-columns:minmax(0,1fr)}
.original{position:static;height:60vh;margin-bottom:1.5rem}
.result>section:first-child h2{margin-top:0}
}
@media screen and (max-width:40rem){
.verdict{grid-template-columns:1fr;padding:.7rem .9rem}.verdict h2{font-size:1.2rem}.stamp{justify-self:start;margin:.3rem 0}
.facts{grid-template-columns:1fr}
.problems>li{grid-template-columns:1fr}
.record li{grid-template-columns:1fr 1fr}.record li>span:nth-child(3){grid-column:1/-1}
}
@media print{.original,.ways,#submissions button{display:none}.beside{display:block}}
`;

export const REPORT_VIEW_STYLE = `${TABLES_STYLE}${PROFILES.map(({ layout }) => layout.style).join("")}${PROBLEM_STYLE}${VIEW}${FIGURES}${REVIEW}${NARROW}`;
