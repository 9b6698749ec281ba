import { isLeftOut, type ReportLine } from '../../schema/meeting.ts'

/** How many lines stand there before one asks for all. */
const FEW = 6

/** What an import's report shows: the most doubtful lines first, the rest on request, what was left out apart. */
export class ImportReport {
  /** Whether all lines are asked for. */
  all = $state(false)
  private readonly read: () => readonly ReportLine[]
  private readonly write: (lines: ReportLine[]) => void

  constructor(read: () => readonly ReportLine[], write: (lines: ReportLine[]) => void) {
    this.read = read
    this.write = write
  }

  get lines(): ReportLine[] {
    const lines = this.read().filter((line) => !isLeftOut(line))
    return lines.sort((a, b) => a.confidence - b.confidence)
  }

  get shown(): ReportLine[] {
    return this.all ? this.lines : this.lines.slice(0, FEW)
  }

  get isLong(): boolean {
    return this.lines.length > FEW
  }

  get leftOut(): ReportLine[] {
    return this.read().filter(isLeftOut)
  }

  dismiss(line: ReportLine): void {
    const at = this.read().indexOf(line)
    this.write(this.read().filter((_, index) => index !== at))
  }

  dismissAll(): void {
    this.write([])
  }
}
