/** Whether the new-meeting dialog is open, in which forum, and with which file it begins. */
export class Door {
  shown = $state(false)
  file: File | null = $state.raw(null)
  /** A file hangs over the page. */
  dropping = $state(false)
  /** Opens the browser's own choice of file; set by the component that has the field. */
  ask: () => void = () => undefined

  constructor(
    /** The forum of the page; null where any will do. */
    readonly forum: () => string | null,
    /** Whether whoever looks may make meetings here. */
    readonly mayMake: () => boolean,
  ) {}

  open(file: File | null = null): void {
    this.file = file
    this.dropping = false
    this.shown = true
  }

  chooseFile(): void {
    this.ask()
  }

  close(): void {
    this.shown = false
    this.file = null
  }
}
