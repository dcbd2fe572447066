import { BASE_STYLE } from "./base-style.ts";

export const INDEX_STYLE = `${BASE_STYLE}
header{border-bottom:2px solid var(--ink);padding-bottom:1rem}
h1{font-size:1.6rem;line-height:1.35}
header p{color:var(--soft);margin-top:.3rem}
header .lists{font-size:.925em}
[hidden]{display:none!important}
[role=search]{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;position:sticky;top:0;z-index:2;background:#fff;padding:.75rem 0;border-bottom:1px solid var(--line)}
[role=search] input{flex:1 1 10rem;appearance:none;min-width:0}
[role=search] :is(input,select,button){font:inherit;color:inherit;background:#fff;border:1px solid var(--rule);border-radius:0;padding:.35rem .6rem;min-height:2.75rem}
[role=search] input::-webkit-search-cancel-button{display:none}
[role=search] output{color:var(--soft)}
section{scroll-margin-top:5rem}
footer{color:var(--soft);font-size:.875rem;margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.75rem}
nav ul{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.25rem 0}
nav a{display:block;text-decoration:none;border:1px solid var(--line);border-top:4px solid var(--rule);padding:.5rem .8rem .6rem}
nav a:hover{background:var(--pale)}
nav b{display:block;font-size:1.75rem;line-height:1.3;font-weight:600}
nav i,h2 i{margin-right:.4em;font-weight:700}
nav .failed a,nav .invalid a{border-top-color:var(--error)}
nav .needs-review a{border-top-color:var(--uncertain)}
nav .valid a{border-top-color:var(--good)}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
.failed h2,.invalid h2{color:var(--error)}
.needs-review h2{color:var(--uncertain)}
.valid h2{color:var(--good)}
table{width:100%;min-width:50rem;table-layout:fixed;font-size:.925rem}
th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--rule);padding:.35rem .6rem;white-space:nowrap}
td{border-bottom:1px solid var(--line);padding:.45rem .6rem;vertical-align:top}
th.n{text-align:right}
.scroll:not(:last-child),.scroll+.scroll{content-visibility:auto;contain-intrinsic-size:auto 30000px}
tbody tr:hover td{background:var(--pale)}
th{width:4.5rem}th:first-child{width:40%}th:nth-child(3){width:20%}th:last-child{width:9.5rem}
.why{display:block;color:var(--error);font-size:.925em;line-height:1.5}
.file{display:block;color:var(--soft);font-size:.85em;line-height:1.45}
@media screen and (max-width:40rem){
nav ul{grid-template-columns:repeat(6,1fr);gap:.5rem}nav li{grid-column:span 2}nav li:nth-child(n+4){grid-column:span 3}nav a{padding:.35rem .5rem .4rem;font-size:.875rem}nav b{font-size:1.4rem}
table,tbody,tr,td{display:block}table{min-width:0}thead{display:none}
tr{border-bottom:1px solid var(--line);padding:.7rem 0}td{border:0;padding:0}
td:first-child{font-size:1.05em}td:not(:first-child){display:inline-block;text-align:left;color:var(--soft);font-size:.925em;margin-right:1em}
td.n{color:var(--ink)}td.none{display:none}
td:nth-child(4)::before{content:"错误 "}td:nth-child(5)::before{content:"待核对 "}td:nth-child(6)::before{content:"警告 "}td:nth-child(7)::before{content:"式样 "}
}
@media print{[role=search],.lists,footer{display:none}nav{display:block}nav ul{grid-template-columns:repeat(5,1fr)}table{min-width:0;font-size:8.5pt}th{width:3.2em;padding:.35rem .3rem}th:first-child{width:44%}th:nth-child(3){width:22%}th:last-child{width:9em}td{padding:.3rem}.scroll:not(:last-child),.scroll+.scroll{content-visibility:visible;contain-intrinsic-size:none}}
`;
