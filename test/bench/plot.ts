import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { number } from './figures.ts'

export interface Axis {
  /** Of the file. */
  name: string
  label: string
}

export interface Series {
  label: string
  values: number[]
}

const [WIDTH, HEIGHT] = [640, 320]
const EDGE = { left: 56, right: 40, top: 56, bottom: 56 }
const INKS = ['#1b5e8c', '#a3451c', '#3f7d3a']
const DASHES = ['', '6 4', '2 3']

/** Draws the series over the axis into `plots/<name>.svg`: logarithmic from left to right, from zero upwards. */
export function writePlot(axis: Axis, at: number[], series: Series[]): void {
  const folder = path.join(import.meta.dirname, 'plots')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${axis.name}.svg`), plot(axis, at, series))
}

export function plot({ label }: Axis, at: number[], series: Series[]): string {
  const top = niceAbove(Math.max(...series.flatMap(({ values }) => values)))
  const x = (i: number) => EDGE.left + (WIDTH - EDGE.left - EDGE.right) * place(at, i)
  const y = (value: number) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * value) / top
  const title = `What a key costs, against ${label}`
  const said = series.map(
    ({ label, values }) => `${label}: ${values.map((value) => number(value, 2)).join(', ')}`,
  )
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title said">`,
    `<title id="title">${title}</title>`,
    `<desc id="said">At ${at.map((each) => number(each, 0)).join(', ')} ${label}: ${said.join('; ')}.</desc>`,
    `<style>text { font: 13px system-ui, sans-serif; fill: #222 } .axis { stroke: #888 } .grid { stroke: #ddd }</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[0, 0.5, 1].map((share) => gridLine(y(top * share), number(top * share, 2))),
    ...at.map((each, i) => text(x(i), HEIGHT - EDGE.bottom + 20, number(each, 0), 'middle')),
    text((EDGE.left + WIDTH - EDGE.right) / 2, HEIGHT - 12, label, 'middle'),
    ...series.flatMap((each, i) => drawn(each, i, x, y)),
    '</svg>',
  ].join('\n')}\n`
}

function drawn(
  { label, values }: Series,
  i: number,
  x: (i: number) => number,
  y: (v: number) => number,
): string[] {
  const ink = INKS[i % INKS.length]
  const dash = DASHES[i % DASHES.length]
  const points = values.map((value, j) => `${x(j).toFixed(1)},${y(value).toFixed(1)}`)
  const left = EDGE.left + i * 195
  return [
    `<polyline points="${points.join(' ')}" fill="none" stroke="${ink}" stroke-width="2" stroke-dasharray="${dash}"/>`,
    ...points.map(
      (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" fill="${ink}"/>`,
    ),
    `<path d="M${left} 24h22" stroke="${ink}" stroke-width="2" stroke-dasharray="${dash}"/>`,
    text(left, 42, label, 'start'),
  ]
}

/** Evenly by orders of magnitude; what is 0 stands where 100 times less than the next would. */
function place(at: number[], i: number): number {
  const [first = 1, second = 1] = at
  const from = Math.log(first || second / 100)
  const here = Math.log(at[i] || second / 100)
  return (here - from) / (Math.log(at.at(-1) ?? 1) - from || 1)
}

function gridLine(y: number, label: string): string {
  return `<path class="grid" d="M${EDGE.left} ${y}H${WIDTH - EDGE.right}"/>${text(EDGE.left - 8, y + 4, label, 'end')}`
}

function text(x: number, y: number, content: string, anchor: string): string {
  return `<text x="${x.toFixed(0)}" y="${y.toFixed(0)}" text-anchor="${anchor}">${content}</text>`
}

function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value || 1))
  return ([1, 2, 5, 10].find((step) => step * unit >= value) ?? 10) * unit
}
