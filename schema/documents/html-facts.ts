import { escapeHtml } from './html-blocks.ts'

/** A line of the head: a label, and HTML that is told of it; empty without the latter. */
export const fact = (label: string, html: string): string =>
  html ? `<div class="row"><dt>${escapeHtml(label)}</dt><dd>${html}</dd></div>` : ''

/** Lines of HTML as a list; empty without any. */
export const list = (lines: string[]): string =>
  lines.length ? `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>` : ''

/** As a line begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
