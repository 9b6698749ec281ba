/** The value below which that share of the samples lies. */
export function quantile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** How much y grows for each x, by least squares. */
export function slope(points: { x: number; y: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(points.map((point) => point.x))
  const y = mean(points.map((point) => point.y))
  const above = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0)
  const below = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return above / below
}

/** One figure, what it is held against, and whether it holds; without a bound it is only told. */
export interface Figure {
  what: string
  value: string
  floor: string
  holds: boolean | null
}

/** At most that much. */
export function atMost(what: string, value: number, most: number, unit: string, digits = 0): Figure {
  return {
    what,
    value: `${value.toFixed(digits)}${unit}`,
    floor: `≤ ${most}${unit}`,
    holds: value <= most,
  }
}

export function told(what: string, value: string): Figure {
  return { what, value, floor: '', holds: null }
}

export function table(figures: Figure[]): string {
  const rows = figures.map(({ what, value, floor, holds }) => [
    what,
    value,
    floor,
    holds === null ? '' : holds ? 'holds' : 'does not hold',
  ])
  const all = [['', 'measured', 'asked', ''], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}
