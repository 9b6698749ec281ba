/** The paper on screen and on A4, light and dark: a margin for numbers and section names, a column for text. */
export const STYLE = `
:root { color-scheme: light dark;
  --canvas: light-dark(#f3f3f0, #131517); --paper: light-dark(#fff, #1b1e20); --ink: light-dark(#191b1d, #ecebe7);
  --ink-2: light-dark(#45494d, #bdc1c4); --ink-3: light-dark(#5f656a, #9aa1a6); --line: light-dark(#dfdfd9, #31363a);
  --accent: light-dark(#0c5a6b, #7cc6d6);
  --sans: "IBM Plex Sans", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif;
  --serif: "IBM Plex Serif", "Source Serif 4", Charter, "Iowan Old Style", Georgia, serif;
  --mrg: 136px; --gut: 24px; --measure: 564px; }
@media (prefers-contrast: more) { :root { --ink-2: var(--ink); --ink-3: var(--ink); } }
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 400 1.0625rem/1.62 var(--serif); hyphens: auto; }
main { max-width: 860px; margin: 32px auto; padding: 56px 64px 80px; background: var(--paper); }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd, table { margin: 0; }
h1, h2, h3, h4, h5 { hyphens: manual; }
p + p, p + ul, p + ol, ul + p, ol + p, table + p, p + table, blockquote + p { margin-top: .6em; }
a { color: inherit; text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.row { display: grid; grid-template-columns: var(--mrg) minmax(0, var(--measure)); column-gap: var(--gut); }
.kind { font: 500 .9375rem/1.4 var(--sans); color: var(--ink-2); }
h1 { font: 600 2.25rem/1.14 var(--serif); letter-spacing: -.02em; text-wrap: balance; }
.top > * { grid-column: 2; }
.subject { color: var(--ink-2); margin-top: .3em; }
.standing { font: 400 .9375rem/1.5 var(--sans); color: var(--ink-2); margin-top: .8em; }
.standing + .standing { margin-top: .2em; }
.facts { margin-top: 32px; padding-top: 20px; border-top: 1px solid var(--line); font: 400 .9375rem/1.5 var(--sans); }
.facts .row { padding: 3px 0; }
/* Into the margin: a long name of an organisation stands whole. */
dt { margin-left: -48px; overflow-wrap: anywhere; hyphens: manual; text-align: right; color: var(--ink-2); font-weight: 500; }
dd ul { padding: 0; list-style: none; }
dd small, .meta { font: 400 .875rem/1.5 var(--sans); color: var(--ink-2); }
article { margin-top: 48px; }
h2 { font: 600 1.375rem/1.28 var(--serif); text-wrap: balance; grid-column: 2; }
.no { float: left; width: var(--mrg); margin-left: calc(-1 * var(--mrg) - var(--gut)); text-align: right; font-weight: 400; color: var(--ink-3); font-variant-numeric: lining-nums tabular-nums; }
.meta { grid-column: 2; margin-top: 4px; }
.sec { margin-top: 18px; }
h3 { text-align: right; font: 500 .875rem/1.4 var(--sans); color: var(--ink-2); padding-top: .35em; }
.minutes h3 { color: var(--ink); font-weight: 600; }
.minutes .text { position: relative; }
.minutes .text::before { content: ""; position: absolute; left: -14px; top: .4em; bottom: .4em; border-left: 2px solid var(--ink); }
.outcome { font: 600 .9375rem/1.5 var(--sans); }
.outcome + p { margin-top: .2em; }
.part { font: 400 .9375rem/1.5 var(--sans); color: var(--ink-2); }
h4 { font: 600 1rem/1.4 var(--sans); margin-top: .9em; }
h5 { font: 600 .9375rem/1.4 var(--sans); margin-top: .8em; }
.text > :first-child { margin-top: 0; }
ul, ol { padding-left: 1.5em; }
.attachments ul { padding: 0; list-style: none; font: 400 .9375rem/1.6 var(--sans); }
blockquote { margin: .6em 0 .6em 0; padding-left: 1em; border-left: 2px solid var(--line); }
table { border-collapse: collapse; width: 100%; font: 400 .9375rem/1.5 var(--sans); hyphens: manual; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
.task { font: 400 .9375rem/1.5 var(--sans); padding-left: 1.5em; position: relative; }
.task::before { content: ""; position: absolute; left: 0; top: .3em; width: .85em; height: .85em; border: 1.5px solid var(--ink-3); border-radius: 2px; }
.task small { color: var(--ink-2); }
sup a { text-decoration: none; color: var(--accent); }
.notes { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); font: 400 .875rem/1.5 var(--sans); }
.notes h2, .annexes > h2 { font: 600 1.125rem/1.3 var(--sans); }
@media screen and (max-width: 720px) {
  main { margin: 0; padding: 32px 20px 64px; }
  .row { display: block; } dt, h3 { text-align: left; padding: 0; margin-left: 0; }
  th, td { overflow-wrap: anywhere; hyphens: auto; }
  .no { width: auto; margin: 0 .5em 0 0; } .minutes .text::before { left: -12px; }
}
@media print {
  @page { size: A4; margin: 20mm 18mm 22mm 10mm; }
  :root { color-scheme: light; --mrg: 31mm; --gut: 6mm; --measure: 1fr; }
  body { background: #fff; font-size: 10.5pt; line-height: 1.48; }
  main { margin: 0; padding: 0 0 0 8mm; max-width: none; }
  h1 { font-size: 22pt; } h2 { font-size: 13pt; }
  dt { margin-left: -8mm; }
  .facts, .standing, dd small, h3, .meta, .outcome, .part, .attachments ul, .task, table, .notes { font-size: 9.5pt; }
  article { margin-top: 9mm; }
  /* What belongs to what comes after it does not stand alone at the foot of a page. */
  h2, h4, h5, .row:has(> h2), .outcome, .part, p:has(+ ol, + ul, + table), thead { break-after: avoid; }
  .row:has(> h2), .attachments, tr, .task { break-inside: avoid; } thead { display: table-header-group; }
  /* A section goes to the next page with its name: in a grid the two would be parted. */
  .sec { display: block; position: relative; padding-left: calc(var(--mrg) + var(--gut)); }
  .sec > h3 { position: absolute; top: 0; left: 0; width: var(--mrg); padding-top: .18em; }
  p, li { orphans: 3; widows: 3; }
  a { text-decoration: none; }
}
`.trim()
