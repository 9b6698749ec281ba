import { clockOf } from './clock-words.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { sayList } from '../state/say.ts'
import type { SyncDetails } from '../sync/details.ts'
import type { SyncStatus } from '../sync/status.ts'
import { counted } from './sync-words.ts'

export interface WhereRow {
  place: 'device' | 'server' | 'others'
  name: string
  how: string
  /** `done`: all of it is there; `risk`: it should be and is not. */
  state: 'done' | 'open' | 'risk'
  /** What is missing, in figures. */
  figure: string
}

export interface SyncStory {
  heading: string
  lead: string
  /** The age of the oldest unsent change is worth a warning. */
  old: boolean
  rows: WhereRow[]
}

/** From when on the age of what waits is worth a warning, in ms. */
const OLD = 10 * 60_000

/** What the sync popover tells: one sentence, then the way of the text (rule U37). */
export function syncStory(
  status: SyncStatus,
  details: SyncDetails,
  now: Date,
  words: ScreenWords,
): SyncStory {
  const age = details.oldest === null ? 0 : now.getTime() - details.oldest.getTime()
  return {
    heading: heading(status, words),
    lead: lead(details, now, words),
    old: age >= OLD,
    rows: [deviceRow(details, words), serverRow(status, details, words), othersRow(details, words)],
  }
}

function heading(status: SyncStatus, words: ScreenWords): string {
  const { popover, text } = words.sync
  if (status.kind === 'server') return popover.allOnServer
  if (status.kind === 'sending') return counted(status.waiting, text.fetching, text.sendingOne, text.sending)
  return counted(status.waiting, popover.nothingWaiting, popover.onlyHereOne, popover.onlyHere)
}

function lead({ oldest, server }: SyncDetails, now: Date, words: ScreenWords): string {
  const { popover } = words.sync
  if (oldest !== null)
    return fill(popover.oldest, { t: clockOf(oldest), age: ageText(now.getTime() - oldest.getTime(), words) })
  return server.upTo === null ? '' : fill(popover.acked, { t: clockOf(server.upTo, true) })
}

function deviceRow({ device }: SyncDetails, words: ScreenWords): WhereRow {
  const { popover } = words.sync
  const failed = device.kind === 'failed'
  const how = {
    saved: popover.deviceAll,
    saving: popover.deviceSaving,
    loading: '',
    failed: popover.deviceNot,
  }
  return {
    place: 'device',
    name: popover.device,
    how: how[device.kind],
    state: failed ? 'risk' : device.kind === 'saved' ? 'done' : 'open',
    figure: '',
  }
}

function serverRow(status: SyncStatus, { server }: SyncDetails, words: ScreenWords): WhereRow {
  const { popover } = words.sync
  const done = status.kind === 'server'
  const cannotSave = status.kind === 'local' && status.why === 'cannotSave'
  const until =
    server.upTo === null ? popover.serverUnknown : fill(popover.serverUntil, { t: clockOf(server.upTo) })
  return {
    place: 'server',
    name: popover.server,
    how: done ? popover.serverAll : cannotSave ? popover.serverCannotSave : until,
    state: done ? 'done' : 'open',
    figure: server.missing === 0 ? '' : fill(popover.missing, { n: server.missing }),
  }
}

function othersRow({ seen, disconnectedSince }: SyncDetails, words: ScreenWords): WhereRow {
  const { popover } = words.sync
  const have = seen.filter(({ all }) => all)
  const connected = disconnectedSince === null
  return {
    place: 'others',
    name:
      connected && have.length > 0
        ? fill(popover.seen, {
            names: sayList(
              words,
              have.map(({ name }) => firstName(name)),
            ),
          })
        : popover.seenOthers,
    how: connected ? (seen.length === 0 ? popover.seenNobody : '') : popover.seenUnknown,
    state: connected && seen.length > 0 && have.length === seen.length ? 'done' : 'open',
    figure: connected && seen.length > 0 ? fill(popover.seenCount, { a: have.length, b: seen.length }) : '',
  }
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name
}

/** "2 sekunder", "43 minutter", "3 timer", "2 dage". */
export function ageText(ms: number, words: ScreenWords): string {
  const { ages } = words.sync
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return counted(seconds, '', ages.second, ages.seconds)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return counted(minutes, '', ages.minute, ages.minutes)
  const hours = Math.floor(minutes / 60)
  return hours < 24
    ? counted(hours, '', ages.hour, ages.hours)
    : counted(Math.floor(hours / 24), '', ages.day, ages.days)
}

/** "41 MB", "2,1 GB". */
export function bytesText(bytes: number): string {
  const mega = bytes / 1_000_000
  if (mega < 1000) return `${Math.max(1, Math.round(mega))} MB`
  return `${(mega / 1000).toFixed(1).replace('.', ',').replace(',0', '')} GB`
}
