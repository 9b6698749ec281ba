/** Names as typed in one line: "A, B og C". */
export function readNames(text: string): string[] {
  return text
    .split(/\s*[,;]\s*|\s+(?:og|and|&)\s+/u)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
