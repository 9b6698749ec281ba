import { ANCHOR_STATES } from '../../schema/margin.ts'
import type { Result } from './run.ts'
import type { Sabotage } from './sabotage.ts'

/** What came of many seeds, told as it comes. */
export class Report {
  private readonly failures: Result[] = []
  private readonly fates = new Map<string, number>()
  private done = 0
  private words = 0
  private acts = 0
  private said = 0
  private readonly standings = { found: 0, uncertain: 0, gone: 0 }

  constructor(
    private readonly settings: { seeds: number; sabotage: Sabotage | null; strict: boolean },
    private readonly begun: number,
  ) {}

  get failed(): boolean {
    return this.failures.length > 0
  }

  take(result: Result): void {
    this.done++
    this.words += result.words
    this.acts += result.acts
    this.said += result.said
    for (const state of ANCHOR_STATES) this.standings[state] += result.standings[state]
    for (const [fate, count] of Object.entries(result.fates))
      this.fates.set(fate, (this.fates.get(fate) ?? 0) + count)
    if (result.faults.length === 0) return
    this.failures.push(result)
    const { sabotage, strict } = this.settings
    const how = (strict ? ' --strict' : '') + (sabotage === null ? '' : ` --sabotage ${sabotage}`)
    console.log(
      `seed ${result.seed} fails: npm run fuzz -- --from ${result.seed} --trace${how}\n` +
        result.faults
          .slice(0, 4)
          .map((fault) => `    ${fault}`)
          .join('\n'),
    )
  }

  progress(now: number): void {
    console.log(
      `${this.done} of ${this.settings.seeds} seeds, ${this.perMinute(now)} a minute, ${this.failures.length} failed`,
    )
  }

  end(now: number): void {
    const perThousand = (fate: string): string =>
      (((this.fates.get(fate) ?? 0) / Math.max(1, this.words)) * 1000).toFixed(2)
    const { found, uncertain, gone } = this.standings
    const seconds = Math.round((now - this.begun) / 1000)
    console.log(
      [
        `${this.done} seeds in ${seconds} s, ${this.perMinute(now)} a minute; ${this.acts} acts, ${this.words} words`,
        `per 1,000 words: ${perThousand('torn')} torn, ${perThousand('halved')} halved by a deletion or a killed window, ${perThousand('restructured')} lost to a concurrent split, join, wrap or change of type, ` +
          `${perThousand('raced')} to a concurrent deletion, ${perThousand('offered')} offered to their writer, ` +
          `${perThousand('doubled')} stand twice, ${perThousand('returned')} came back after a deletion`,
        `${this.said} entries in the margin; of the threads on words ${found} are found, ${uncertain} in doubt, ${gone} gone`,
        this.failed ? `${this.failures.length} seeds failed` : 'no seed failed',
      ].join('\n'),
    )
  }

  private perMinute(now: number): number {
    return Math.round((this.done / Math.max(1, now - this.begun)) * 60_000)
  }
}
