/** The page's look: text width for reading, three-line tables, one accent per meaning, and a print form. No font is fetched. */
export const STYLE = `
:root{--ink:#1b1f24;--muted:#57606a;--rule:#d4d9df;--faint:#f5f7f9;--main:#1f5f99;--serious:#a3262a;--warning:#8a5a00;--note:#3d5a75;--good:#14786a;
--serif:"Source Serif 4","Source Serif Pro","Iowan Old Style","Palatino Linotype",Charter,Georgia,"Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC","Songti SC",SimSun,serif;
--sans:"Helvetica Neue",Helvetica,Arial,"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;--mono:ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:4rem;background:#fff}
body{margin:0;color:var(--ink);background:#fff;font:1.0625rem/1.62 var(--serif);font-variant-numeric:lining-nums;overflow-wrap:break-word}
[lang|=zh]{line-height:1.8;text-autospace:normal}
a{color:var(--main);text-underline-offset:.15em}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible,input:focus-visible+label{outline:2px solid var(--main);outline-offset:2px;border-radius:2px}
h1,h2,h3,.bar,.contents,.badge,.grade,caption,figcaption,table,.notes,.languages,.where,dt,.more,summary{font-family:var(--sans)}
code{font-family:var(--mono);font-size:.86em;background:var(--faint);padding:.08em .28em;border-radius:3px;overflow-wrap:anywhere}
pre{background:var(--faint);padding:.8rem 1rem;border-radius:4px;overflow-x:auto}pre code{background:none;padding:0}
.bar{display:flex;align-items:center;gap:.6rem;flex-wrap:wrap;padding:.55rem clamp(1rem,4vw,2.5rem);border-bottom:1px solid var(--rule);font-size:.85rem;background:#fff;position:sticky;top:0;z-index:2}
.bar .mark{font-weight:700;color:var(--main);letter-spacing:.1em}.bar .made{color:var(--muted);flex:1}
.languages{display:flex;border:1px solid #8c96a1;border-radius:5px;padding:0;margin:0;overflow:hidden}
.languages legend,.languages input{position:absolute;opacity:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.languages label{padding:.22rem .8rem;min-height:1.6rem;cursor:pointer;color:var(--ink)}
.languages input:checked+label{background:var(--main);color:#fff}
body.several:has(#language-en:checked) article.zh,body.several:has(#language-zh:checked) article.en{display:none}
article{max-width:46rem;margin:0 auto;padding:1.6rem clamp(1rem,4vw,2rem) 5rem}
h1{font-size:clamp(1.6rem,4.5vw,2.35rem);line-height:1.22;font-weight:700;letter-spacing:-.012em;margin:1rem 0 1.4rem;text-wrap:balance}
h2{font-size:1.42rem;line-height:1.3;margin:3.2rem 0 .9rem;padding-top:.9rem;border-top:1px solid var(--rule)}
h3{font-size:1.1rem;line-height:1.4;margin:2.2rem 0 .6rem}
[lang|=zh] h1{letter-spacing:0}
p{margin:0 0 1em}.lead{font-size:1.17rem;line-height:1.6}.quiet{color:var(--muted);margin-bottom:.2em}
.alarm{border:2px solid var(--serious);color:var(--serious);padding:.7rem 1rem;border-radius:4px;font-family:var(--sans);font-weight:600}
.contents{font-size:.86rem;line-height:1.45;margin:0 0 2rem}.contents p{font-weight:600;margin:0 0 .4rem;color:var(--muted)}
.contents ol{list-style:none;margin:0;padding:0}.contents li{margin:.28rem 0}.contents .level3{padding-left:1rem}
.contents a{text-decoration:none;color:var(--ink)}.contents a:hover{color:var(--main);text-decoration:underline}
dl{margin:0 0 1.2em}dl>div{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.1rem 1.2rem;padding:.3rem 0;border-top:1px solid var(--faint)}
dt{color:var(--muted);font-size:.86rem;line-height:1.6}dd{margin:0;min-width:0}
.verdict{border-left:5px solid var(--note);padding:.2rem 0 .2rem 1.2rem;margin:1.7rem 0 2.1rem}
.verdict .grade{font-size:.78rem;font-weight:700;letter-spacing:.05em;margin:0;color:var(--note);text-transform:uppercase}
.verdict h3{font-family:var(--serif);font-size:1.32rem;line-height:1.35;margin:.15rem 0 .5rem;font-weight:600}
.verdict dl{font-size:1rem;display:flex;flex-wrap:wrap;gap:.7rem 1.5rem;margin:.8rem 0}.verdict dl>div{display:flex;flex-direction:column-reverse;justify-content:flex-end;border:0;padding:0}.verdict dt{font-size:.78rem;line-height:1.35;max-width:9rem}.verdict dd{font-family:var(--sans);font-weight:500;white-space:nowrap}.verdict dd{font-variant-numeric:tabular-nums lining-nums}.verdict .caveat{color:var(--muted);font-size:.95rem;margin-bottom:0}
.verdict.supported{border-color:var(--good)}.verdict.supported .grade{color:var(--good)}
.verdict.contradicted{border-color:var(--serious)}.verdict.contradicted .grade{color:var(--serious)}
.verdict.noEffectLargerThan{border-color:var(--main)}.verdict.noEffectLargerThan .grade{color:var(--main)}
.verdict.cannotTell{border-color:var(--warning)}.verdict.cannotTell .grade{color:var(--warning)}
.badge{display:inline-block;font-size:.72rem;font-weight:700;line-height:1.5;padding:0 .5em;border-radius:3px;color:#fff;background:var(--note);vertical-align:.1em}
.serious .badge,.serious>.badge{background:var(--serious)}.warning .badge{background:var(--warning)}.note .badge{background:var(--note)}
.severity h3{font-size:.95rem;font-weight:500;color:var(--muted);margin-top:1.8rem}
.finding{padding:.75rem 0 .6rem;border-top:1px solid var(--rule)}.finding p{margin:0 0 .35em}.finding .why{color:var(--muted)}
.finding .where{font-size:.8rem;color:var(--muted)}
details{margin:.1rem 0 1rem;padding-left:1rem}summary{cursor:pointer;font-size:.86rem;color:var(--main);padding:.25rem 0}
.here{margin:-.6rem 0 2rem;font-size:.92rem;line-height:1.5}.here p{margin:0;padding:.4rem 0 .4rem .8rem;border-left:3px solid var(--note)}
.here p.serious{border-color:var(--serious)}.here p.warning{border-color:var(--warning)}.here a{font-family:var(--mono);font-size:.8em;white-space:nowrap}.here .more a{font-family:var(--sans);font-size:.9em}
figure{margin:1.9rem 0 1.6rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;min-width:100%;font-size:.85rem;line-height:1.4;border-top:2px solid var(--ink);border-bottom:2px solid var(--ink);font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;padding:0 0 .55rem;font-size:.95rem;line-height:1.4}
thead{border-bottom:1px solid var(--ink)}
th,td{padding:.26rem .55rem;vertical-align:top;font-weight:400;text-align:left}
thead th{font-weight:600;vertical-align:bottom}
.number{text-align:right;padding-right:1.5rem;white-space:nowrap}thead .number{white-space:normal}
.spanner{text-align:center;border-bottom:1px solid var(--rule)}
table.dense{font-size:.8rem}.dense .number{padding-left:.2rem;padding-right:1.1rem}.flush .number{padding-right:.6rem}.wide{min-width:11rem}.text{min-width:5rem}tbody th.text{min-width:9.5rem}
td:first-child,th:first-child{padding-left:.1rem}
.hang{display:inline-block;width:0;white-space:nowrap}
tr.rule>*{border-top:1px solid var(--rule)}
.group{font-style:italic;padding-top:.6rem}[lang|=zh] .group{font-style:normal;font-weight:600}
.notes{font-size:.82rem;line-height:1.5;color:var(--muted);margin:.5rem 0 0}
.numbers{padding:0;margin:-.4rem 0 1.6rem}.numbers figure{margin-top:.6rem}
.plot svg{display:block;width:100%;height:auto;min-width:33rem}
figcaption{font-size:.95rem;line-height:1.45;margin-top:.5rem}figcaption .name{font-weight:500}figcaption .sub,figcaption .notes{display:block}
figcaption .sub{color:var(--ink);font-size:.88rem;margin-top:.15rem}
@media (max-width:40rem){dl>div{grid-template-columns:1fr}body{font-size:1rem}.verdict{padding-left:.9rem}.number{padding-right:1.1rem}.plot .scroll{margin-right:calc(-1*clamp(1rem,4vw,2rem))}}
@media (min-width:75rem){article{max-width:72rem;display:grid;grid-template-columns:15rem minmax(0,46rem);column-gap:4.5rem}
.table:has(.dense){margin-right:-6rem}article>h1{grid-column:2}.contents{grid-column:1;grid-row:1/span 2;align-self:start;position:sticky;top:4rem;max-height:calc(100vh - 5rem);overflow-y:auto;margin-top:1.6rem}.text{grid-column:2}
section:first-child h2{border-top:0;margin-top:0;padding-top:0}}
@media print{.bar,.contents{display:none}body{font-size:10.5pt}article{display:block;max-width:none;padding:0}h2,h3{break-after:avoid}figure,.verdict,.finding,tr{break-inside:avoid}
figure.table{break-inside:auto}thead{display:table-header-group}.scroll{overflow:visible}.plot svg{min-width:0}a{color:inherit;text-decoration:none}.badge,.serious .badge,.warning .badge,.note .badge{background:none;color:var(--ink);border:1px solid var(--ink)}.numbers{display:none}details::details-content{content-visibility:visible;block-size:auto}@page{margin:18mm 16mm}}
`;

/** Keeps `lang`, the address and the chosen language in step. The page is whole without it. */
export const SCRIPT = `
(function(){var inputs=document.querySelectorAll('input[name=language]');
function apply(){inputs.forEach(function(i){if(i.checked){document.documentElement.lang=i.value;var h=document.querySelector('article[lang="'+i.value+'"] h1');if(h)document.title=h.textContent}})}
function choose(){var id=decodeURIComponent(location.hash.slice(1));if(!id)return;var t=document.getElementById(id);var a=t&&t.closest('article');
if(a)inputs.forEach(function(i){if(i.value===a.lang&&!i.checked){i.checked=true;apply();t.scrollIntoView()}})}
inputs.forEach(function(i){i.addEventListener('change',apply)});addEventListener('hashchange',choose);choose();apply()})();
`;
