/** One line of the result: the same thing measured of every contender. */
export interface Figure {
  /** What is measured, with its unit. */
  what: string
  digits: number
  /** What the first contender is to reach against the second. */
  target?: { ratio: number; more?: boolean } | { value: number; unit?: string }
}

/** Collects what the rounds measure; medians come out. */
export class Board {
  private readonly figures = new Map<string, { figure: Figure; values: Map<string, number[]> }>()

  add(figure: Figure, contender: string, ...values: number[]): void {
    const entry = this.figures.get(figure.what) ?? { figure, values: new Map<string, number[]>() }
    this.figures.set(figure.what, entry)
    entry.values.set(contender, [...(entry.values.get(contender) ?? []), ...values])
  }

  /**
   * The table as Markdown, the last columns comparing the first two contenders.
   *
   * @param which `aimed`: only where both were measured and there is a target
   */
  markdown(contenders: string[], which: 'all' | 'aimed' = 'all'): string {
    const [first = '', second = ''] = contenders
    const head = ['', ...contenders, `ratio to ${second}`, 'target']
    const chosen = [...this.figures.values()].filter(
      ({ figure, values }) => which === 'all' || (figure.target !== undefined && values.has(second)),
    )
    const rows = chosen.map(({ figure, values }) => {
      const cells = contenders.map((name) => number(median(values.get(name)), figure.digits))
      return [figure.what, ...cells, ...compared(figure, values.get(first), values.get(second))]
    })
    const rule = head.map((_, i) => (i === 0 ? '---' : '--:'))
    return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  }

  /** Every sample, to be kept. */
  samples(): Record<string, Record<string, number[]>> {
    const plain = [...this.figures].map(([what, { values }]) => [
      what,
      Object.fromEntries(
        [...values].map(([name, list]) => [name, list.map((value) => Number(value.toPrecision(4)))]),
      ),
    ])
    return Object.fromEntries(plain) as Record<string, Record<string, number[]>>
  }
}

export function median(values: number[] = []): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}

/** @param sorted in ascending order; NaN when there is none */
export function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

/**
 * The median of each round's own ratio, for a machine that is slower in one round is so for both; that of the medians
 * where they have not the same rounds.
 */
function ratioOf(ours: number[] = [], theirs: number[] = []): number {
  if (ours.length !== theirs.length) return median(ours) / median(theirs)
  return median(ours.map((value, round) => value / (theirs[round] ?? NaN)))
}

function compared({ target, digits }: Figure, ours?: number[], theirs?: number[]): [string, string] {
  const ratio = ratioOf(ours, theirs)
  const told = Number.isFinite(ratio) ? `${number(ratio, 2)} ×` : ''
  if (!target) return [told, '']
  if ('value' in target) return [told, `≤ ${number(target.value, digits)}`]
  const reached = target.more ? ratio >= target.ratio : ratio <= target.ratio
  const wanted = `${target.more ? '≥' : '≤'} ${target.ratio} ×`
  return [told, Number.isFinite(ratio) ? `${wanted} ${reached ? '✓' : '✗'}` : wanted]
}

export function number(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toLocaleString('en', { maximumFractionDigits: digits }) : '–'
}
