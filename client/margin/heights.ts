/** Of a thread that has not been drawn yet, in pixels. */
const USUAL = 96

/** How high threads are, as they were drawn last. */
export class Heights {
  private readonly known = new Map<string, number>()

  note(id: string, height: number): void {
    this.known.set(id, height)
  }

  of(id: string): number {
    return this.known.get(id) ?? USUAL
  }
}
