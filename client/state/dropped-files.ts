/**
 * Takes no file that is dropped on the page: the browser would open it in the place of the meeting. Returns what ends
 * that.
 */
export function refuseFiles(page: EventTarget): () => void {
  const over = new AbortController()
  const refuse = (event: Event): void => {
    const { dataTransfer } = event as DragEvent
    if (event.defaultPrevented || !dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    dataTransfer.dropEffect = 'none'
  }
  for (const type of ['dragover', 'drop']) page.addEventListener(type, refuse, { signal: over.signal })
  return () => over.abort()
}
