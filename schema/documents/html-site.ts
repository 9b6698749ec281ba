/** What a page of the public site adds to the paper: its head, the contents beside the text, the list of minutes. */
export const SITE_STYLE = `
.site { --mrg: 144px; --gut: 32px; --measure: 608px; }
.site body { background: var(--paper); font-size: 1.125rem; }
.site main { position: relative; max-width: 1240px; margin: 0 auto; padding: 56px 32px 120px 312px; }
.site main:not(:has(.contents)) { padding-left: 32px; }
.site h1 { font-size: 2.5rem; }
.site .kind { margin-bottom: 10px; font-weight: 400; color: var(--ink-3); }
.site article { margin-top: 64px; }
.site article h2 { font-size: 1.625rem; scroll-margin-top: 24px; }
.skip { position: absolute; left: 32px; top: 8px; z-index: 1; padding: 8px 14px; background: var(--paper); font: 500 .9375rem/1.4 var(--sans); }
.skip:not(:focus) { clip-path: inset(50%); height: 1px; width: 1px; padding: 0; overflow: hidden; white-space: nowrap; }
.banner { border-bottom: 1px solid var(--line); font: 400 .9375rem/1.4 var(--sans); hyphens: manual; }
.banner div { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 32px; max-width: 1240px; min-height: 72px; margin: 0 auto; padding: 12px 32px; }
.banner b { font: 600 1.25rem/1.2 var(--serif); }
.banner a { padding: 2px 0; color: var(--ink-2); text-decoration: none; }
.banner a:hover { text-decoration: underline; }
.note { padding: 10px 32px; background: var(--canvas); text-align: center; font-weight: 500; }
.contents { position: absolute; top: 64px; bottom: 120px; left: 32px; width: 232px; font: 400 .9375rem/1.4 var(--sans); hyphens: manual; }
.contents > div { position: sticky; top: 40px; max-height: calc(100vh - 80px); overflow-y: auto; }
.contents h2 { margin-bottom: 8px; font: 600 .9375rem/1.3 var(--sans); }
.contents ol { padding: 0; list-style: none; }
.contents a { display: grid; grid-template-columns: 24px minmax(0, 1fr); padding: 5px 0; color: var(--ink-2); text-decoration: none; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
.contents a:hover { color: var(--ink); text-decoration: underline; }
.contents :focus-visible { outline-offset: -2px; }
.list { margin-top: 40px; }
.list h2 small { display: block; font: 400 .9375rem/1.5 var(--sans); color: var(--ink-2); }
.list ul { margin-top: 8px; padding: 0; list-style: none; }
.list li { padding: 3px 0; } .list a { margin-right: .5em; }
.list li small { font: 400 .9375rem/1.5 var(--sans); color: var(--ink-2); }
.pages { display: flex; gap: 32px; margin-top: 48px; font: 400 .9375rem/1.5 var(--sans); }
@media screen and (max-width: 1020px) {
  .site main { padding: 48px 32px 96px; }
  .contents { position: static; width: auto; margin-top: 40px; padding-top: 20px; border-top: 1px solid var(--line); }
  .contents > div { position: static; max-height: none; }
}
@media screen and (max-width: 720px) {
  .site body { font-size: 1.0625rem; }
  .site h1 { font-size: 1.875rem; }
  .site article { margin-top: 48px; }
  .site article h2 { font-size: 1.375rem; }
  .site main, .site main:not(:has(.contents)) { padding: 32px 20px 80px; }
  .banner div { padding: 12px 20px; min-height: 56px; }
}
@media print {
  .site body { font-size: 10.5pt; }
  .site h1 { font-size: 22pt; }
  .site .kind { margin-bottom: 1mm; }
  .site article { margin-top: 9mm; }
  .site article h2 { font-size: 13pt; }
  .site main, .site main:not(:has(.contents)) { margin: 0; padding: 0 0 0 8mm; max-width: none; }
  .site { --mrg: 31mm; --gut: 6mm; --measure: 1fr; }
  .banner { margin-left: 8mm; }
  .banner div { min-height: 0; padding: 0 0 4mm; }
  .banner a, .skip, .contents, .pages { display: none; }
  .banner b { font-size: 13pt; }
  .banner + main { padding-top: 8mm; }
  .banner:not(:has(b)) { display: none; }
}
`.trim()
