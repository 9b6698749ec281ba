/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  // The browser reads the blob after the click, so it is let go a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
