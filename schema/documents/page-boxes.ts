/** What stands at the head and the foot of every printed page. */
export interface PageEdges {
  /** Which meeting it is. */
  head: string
  /** How far it has come. */
  standing: string
  /** "Side", "af". */
  page: string
  of: string
  /** How far in the text begins, as a CSS length. */
  indent?: string
}

/** The edges of printed pages as margin boxes; browsers that know none leave them out. */
export function pageBoxes({ head, standing, page, of, indent = '0' }: PageEdges): string {
  const font = "font: 8.5pt 'IBM Plex Sans', sans-serif; color: #5f656a;"
  const box = (place: string, content: string): string => `@${place} { content: ${content}; ${font} }`
  const left = (text: string): string => `${cssText(text)}; padding-left: ${indent}`
  return `@page {
    ${box('top-left', left(head))}
    ${box('bottom-left', left(standing))}
    ${box('bottom-right', `${cssText(`${page} `)} counter(page) ${cssText(` ${of} `)} counter(pages)`)}
  }`
}

/** A text as a CSS string. */
function cssText(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:()–-]/gu, (sign) => `\\${(sign.codePointAt(0) ?? 32).toString(16)} `)}"`
}
