import { BASE_STYLE } from "../../report/html/base-style.ts";
import { REPORT_VIEW_STYLE } from "./report-style.ts";

/** The page follows the system's choice of light or dark; a report's own page is paper, and stays white. */
const DARK = `
:root{--marked:#fffbe0}
@media screen and (prefers-color-scheme:dark){
:root{color-scheme:dark;--paper:#14171b;--ink:#e6e9ec;--soft:#a3acb6;--line:#343b43;--rule:#6b7580;--pale:#1d2227;--marked:#3a3512;
--error:#ff8f88;--error-pale:#3a1618;--warning:#f0b95a;--warning-pale:#33260c;--uncertain:#7dbbf0;--uncertain-pale:#10263a;--good:#7ccf95;--good-pale:#12301d}
}
`;

const FRAME = `
[hidden]{display:none!important}
header{border-bottom:2px solid var(--ink);padding-bottom:1rem}
h1{font-size:1.6rem;line-height:1.35}
h2{font-size:1.15rem;margin:2.25rem 0 .5rem}
header form{float:right}
header p{color:var(--soft);margin-top:.3rem;min-height:1.7em}
header p.trouble,p.trouble{color:var(--error);font-weight:600}
#drop{margin:1.25rem 0;border:2px dashed var(--rule);padding:1.1rem 1.25rem;display:flex;flex-wrap:wrap;gap:.8rem 2rem;align-items:center;justify-content:space-between}
#drop b{display:block;font-size:1.1rem}
#drop span{color:var(--soft);font-size:.9rem}
#drop.over{background:var(--uncertain-pale);border-color:var(--uncertain)}
#drop p:last-child{display:flex;gap:.6rem;flex-wrap:wrap}
.button,button{display:inline-block;border:1px solid var(--ink);background:var(--paper);color:var(--ink);font:inherit;line-height:1.4;padding:.45rem 1rem;cursor:pointer;border-radius:2px}
.button:hover,button:hover{background:var(--pale)}
.button:focus-within{outline:2px solid var(--uncertain);outline-offset:2px}
.button input{position:absolute;opacity:0;width:1px;height:1px}
#sent-list{border-top:1px solid var(--rule);max-height:17rem;overflow-y:auto}
#sent-list li{display:flex;gap:1rem;justify-content:space-between;border-bottom:1px solid var(--line);padding:.35rem .6rem;font-size:.925rem}
#sent-list li span:last-child{color:var(--soft);text-align:right;flex:none;max-width:60%}
#sent-list li.refused span:last-child,#sent-list li.unreachable span:last-child{color:var(--error);flex:0 1 auto}
.choosing,#filters{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end}.choosing{margin-top:1.75rem}
#places{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin-top:.6rem;border-bottom:1px solid var(--line)}
#places a{padding:.4rem .2rem;text-decoration:none;border-bottom:3px solid transparent}
#places a:hover{border-color:var(--rule)}
#places a[aria-current]{border-color:var(--ink);font-weight:600}
.bar{display:flex;height:.7rem;margin:.5rem 0;gap:1px}
.bar span{min-width:2px;background:var(--rule)}
.bar .missing,.bar .received,.bar .faulty{background:var(--error)}.bar .to-confirm{background:var(--uncertain)}.bar .in-order{background:var(--good)}.bar .missing{opacity:.45}
.states{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0 1rem}
.states button{padding:.3rem .9rem;border-color:var(--line);border-top:4px solid var(--rule);text-align:left}
.states b{display:block;font-size:1.4rem;line-height:1.3}
.states .missing button,.states .received button,.states .faulty button{border-top-color:var(--error)}
.states .to-confirm button{border-top-color:var(--uncertain)}.states .in-order button{border-top-color:var(--good)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.late{margin-left:.6em;border:1px solid;padding:0 .3em;font-size:.85em}
#roster label{color:var(--soft);font-size:.9rem}
#roster>p{margin:.75rem 0}
#roster input:not([type=checkbox],[type=file]),#roster textarea,.asked input,#sums input[type=search]{display:block;font:inherit;font-size:1rem;color:var(--ink);background:var(--paper);border:1px solid var(--rule);border-radius:2px;padding:.35rem .5rem;width:16rem;max-width:100%}
#roster textarea{width:100%;max-width:40rem}
#units{min-width:44rem}
#units th:first-child{width:34%}
.acts{text-align:right}
.acts>*{margin-left:1em}
.import{margin-top:1.25rem;border-top:1px solid var(--line);padding-top:.5rem}
.import summary{cursor:pointer;font-weight:600}
.import[open] summary{margin-bottom:.4rem}
form.unit{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;border:2px solid var(--ink);padding:.8rem 1rem;margin:.75rem 0}
form.unit .steps{flex-basis:100%}
.asked>li{border-bottom:1px solid var(--line);padding:.5rem 0}
.asked label{color:var(--soft);font-size:.85rem}
.partial{color:var(--uncertain);font-weight:600}
.downloads span{display:flex;gap:.9rem}
.downloads button{border:0;padding:0;background:none;text-decoration:underline;text-underline-offset:.2em}
#exports{margin-top:1rem;border:1px solid var(--line);padding:.5rem .9rem}
#exports ul{list-style:none;margin:.4rem 0 0;padding:0;max-height:14rem;overflow:auto}
#exports li{display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:.15rem 0}
#exports .files{display:flex;flex-wrap:wrap;gap:.2rem 1rem}#exports .refused{color:var(--error)}
#summary-table select,#sums select{display:block;font:inherit;max-width:100%;min-width:14rem;padding:.3rem .5rem;color:var(--ink);background:var(--paper);border:1px solid var(--rule)}
#summary-table label{color:var(--soft);font-size:.9rem}
#summary-table summary{cursor:pointer}
.contributions{columns:24rem;column-gap:2.5rem;padding:.2rem 0 .6rem 1rem}
.contributions li{display:flex;justify-content:space-between;gap:1rem;break-inside:avoid;padding:.1rem 0}
.group{border-bottom:1px solid var(--line);padding:.5rem 0}
.group summary{cursor:pointer;display:flex;flex-wrap:wrap;gap:.1rem 1rem;align-items:baseline}
.group summary b{flex:1 1 20rem;font-weight:600}
.group.error i{color:var(--error)}.group.warning i{color:var(--warning)}.group i{font-weight:700}
.group .units{color:var(--soft);white-space:nowrap}
.group li{padding:.3rem 0 .3rem 1.5rem;font-size:.925rem}
.group li a{font-weight:600;margin-right:.8em}
#filters label{font-size:.85rem;color:var(--soft)}
#filters select,#filters input{display:block;font:inherit;font-size:1rem;line-height:1.4;color:var(--ink);border:1px solid var(--rule);border-radius:2px;background:var(--paper);padding:.4rem .5rem;width:11rem;margin-top:.1rem;height:2.5rem}
#filters input[name=search]{width:16rem}
#filters [aria-invalid=true]{border-color:var(--error)}
#filters [role=alert]{color:var(--error)}
.downloads{margin-left:auto;display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;padding-bottom:.4rem}
#statuses{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.25rem 0}
#statuses a{display:block;text-decoration:none;background:var(--paper);text-align:left;border:1px solid var(--line);border-top:4px solid var(--rule);padding:.5rem .8rem .6rem;border-radius:0}
#statuses b{display:block;font-size:1.75rem;line-height:1.3;font-weight:600}
#statuses i,td i{margin-right:.4em;font-weight:700}
#statuses .failed a,#statuses .invalid a{border-top-color:var(--error)}
#statuses .needs-review a{border-top-color:var(--uncertain)}
#statuses .valid a{border-top-color:var(--good)}
.list{width:100%;font-size:.925rem}
#reports table{min-width:62rem;table-layout:fixed}
.list th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--rule);padding:.35rem .6rem;white-space:nowrap}
.list th.n{text-align:right}
.list td{border-bottom:1px solid var(--line);padding:.45rem .6rem;vertical-align:top}
.list tbody tr:hover td{background:var(--pale)}
#reports th{width:4rem}#reports th:first-child{width:28%}#reports th:nth-child(2){width:8rem}#reports th:nth-child(4){width:auto}#reports th:nth-child(6){width:5rem}#reports th:nth-child(8){width:6.6rem}#reports th:last-child{width:6.8rem}
td.invalid,td.failed{color:var(--error)}td.needs-review{color:var(--uncertain)}td.valid{color:var(--good)}
td.uncertain,td.missing{color:var(--uncertain);font-weight:600}
.file{display:block;color:var(--soft);font-size:.85em;line-height:1.45}
.list th button{border:0;padding:0;background:none;font:inherit;font-weight:600;color:inherit;text-align:inherit;white-space:nowrap}
.list th button:hover{text-decoration:underline}
.list th i{margin-left:.25em;font-size:.7em}
.list td button{border:0;padding:0;text-align:left;text-decoration:underline;text-decoration-color:var(--rule);text-underline-offset:.2em;line-height:1.5}
.list td button:hover{background:none;text-decoration-color:currentColor}
#none{color:var(--soft);padding:1.5rem .6rem}
#more{margin:1rem 0}
#complete{margin-bottom:.75rem}
#complete.partial{color:var(--uncertain);font-weight:600}
#sums table{min-width:34rem}
#sums th.n,#sums td.n{width:7rem}
#sums .table th{color:var(--ink);border-bottom-color:var(--line);padding-top:1rem;white-space:normal}
#sums tr.table:hover th{background:none}
#sums .family th{font-size:1.1em}
#sums label{color:var(--soft);font-size:.9rem}
#sums p:last-child{margin-top:.75rem}
.noscript{padding:1rem;color:var(--error)}
@media screen and (max-width:40rem){
h1{font-size:1.3rem}
#drop{flex-direction:column;align-items:stretch}
#drop p:last-child .button{flex:1;text-align:center}
#filters label{flex:1 1 9rem}#filters select,#filters input,#filters input[name=search]{width:100%}
.downloads{margin-left:0;width:100%}
#statuses{grid-template-columns:repeat(auto-fit,minmax(6.2rem,1fr));gap:.5rem}#statuses a{padding:.35rem .6rem .45rem;font-size:.9rem}#statuses b{font-size:1.4rem}
#units{min-width:0;display:block}#units thead{display:none}#units tbody,#units tr{display:block}
#units tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;border-bottom:1px solid var(--line);padding:.6rem 0}
#units td{border:0;padding:0}#units td:first-child{flex:1 0 100%}#units td[data-label]::before{content:attr(data-label);color:var(--soft);margin-right:.35em}.acts>*:first-child{margin-left:0}
#reports table,#reports thead{min-width:0;display:block}#reports thead tr{gap:.2rem 1rem}#reports thead th{width:auto!important;border:0;padding:0}#reports tbody,#reports tr{display:block}
#reports tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;border-bottom:1px solid var(--line);padding:.7rem 0}
#reports td{border:0;padding:0;font-size:.9rem;text-align:left}#reports td:first-child{flex:1 0 100%;font-size:1rem}
#reports td[data-label]::before{content:attr(data-label);color:var(--soft);margin-right:.35em}#reports td.zero{display:none}
#sums table{min-width:0;display:block}#sums thead{display:none}#sums tbody,#sums tr{display:block}
#sums tr:not(.table){display:flex;flex-wrap:wrap;gap:0 1rem;border-bottom:1px solid var(--line);padding:.5rem 0}
#sums td{border:0;padding:0}#sums td:first-child{flex:1 0 100%}#sums td.n{width:auto;font-size:.9rem}#sums td.sum{font-weight:600}
#sums td[data-label]::before{content:attr(data-label);color:var(--soft);font-weight:400;margin-right:.35em}#sums td.zero{display:none}
}
`;

export const PAGE_STYLE = `${BASE_STYLE}${DARK}${FRAME}${REPORT_VIEW_STYLE}`;
