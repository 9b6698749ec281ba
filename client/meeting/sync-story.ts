import { clockOf } from './clock-words.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { StoryWords } from '../../schema/words/story.ts'
import { sayList } from '../state/say.ts'
import type { SyncDetails } from '../sync/details.ts'
import type { SyncStatus } from '../sync/status.ts'
import { counted } from './sync-words.ts'

export type Words = ScreenWords & { story: StoryWords }

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
export function syncStory(status: SyncStatus, details: SyncDetails, now: Date, words: Words): SyncStory {
  const age = details.oldest === null ? 0 : now.getTime() - details.oldest.getTime()
  return {
    heading: heading(status, words),
    lead: lead(details, now, words),
    old: age >= OLD,
    rows: [deviceRow(details, words), serverRow(status, details, words), othersRow(details, words)],
  }
}

function heading(status: SyncStatus, words: Words): string {
  const { story, sync } = words
  if (status.kind === 'server') return story.allOnServer
  if (status.kind === 'sending')
    return counted(status.waiting, sync.text.fetching, sync.text.sendingOne, sync.text.sending)
  return counted(status.waiting, story.nothingWaiting, story.onlyHereOne, story.onlyHere)
}

function lead({ oldest, server }: SyncDetails, now: Date, words: Words): string {
  const { story } = words
  if (oldest !== null)
    return fill(story.oldest, {
      t: clockOf(oldest, words),
      age: ageText(now.getTime() - oldest.getTime(), words),
    })
  return server.upTo === null ? '' : fill(story.acked, { t: clockOf(server.upTo, words, true) })
}

function deviceRow({ device }: SyncDetails, words: Words): WhereRow {
  const { story } = words
  const failed = device.kind === 'failed'
  const how = {
    saved: story.deviceAll,
    saving: story.deviceSaving,
    loading: '',
    failed: story.deviceNot,
  }
  return {
    place: 'device',
    name: story.device,
    how: how[device.kind],
    state: failed ? 'risk' : device.kind === 'saved' ? 'done' : 'open',
    figure: '',
  }
}

function serverRow(status: SyncStatus, { server }: SyncDetails, words: Words): WhereRow {
  const { story } = words
  const done = status.kind === 'server'
  const cannotSave = status.kind === 'local' && status.why === 'cannotSave'
  const until =
    server.upTo === null ? story.serverUnknown : fill(story.serverUntil, { t: clockOf(server.upTo, words) })
  return {
    place: 'server',
    name: story.server,
    how: done ? story.serverAll : cannotSave ? story.serverCannotSave : until,
    state: done ? 'done' : 'open',
    figure: server.missing === 0 ? '' : fill(story.missing, { n: server.missing }),
  }
}

function othersRow({ seen, disconnectedSince }: SyncDetails, words: Words): WhereRow {
  const { story } = words
  const have = seen.filter(({ all }) => all)
  const connected = disconnectedSince === null
  return {
    place: 'others',
    name:
      connected && have.length > 0
        ? fill(story.seen, {
            names: sayList(
              words,
              have.map(({ name }) => firstName(name)),
            ),
          })
        : story.seenOthers,
    how: connected ? (seen.length === 0 ? story.seenNobody : '') : story.seenUnknown,
    state: connected && seen.length > 0 && have.length === seen.length ? 'done' : 'open',
    figure: connected && seen.length > 0 ? fill(story.seenCount, { a: have.length, b: seen.length }) : '',
  }
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name
}

/** "2 sekunder", "43 minutter", "3 timer", "2 dage". */
export function ageText(ms: number, words: Words): string {
  const { ages } = words.story
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return counted(seconds, '', ages.second, ages.seconds)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return counted(minutes, '', ages.minute, ages.minutes)
  const hours = Math.floor(minutes / 60)
  return hours < 24
    ? counted(hours, '', ages.hour, ages.hours)
    : counted(Math.floor(hours / 24), '', ages.day, ages.days)
}

/** "41 MB", "2,1 GB"; in English "2.1 GB". */
export function bytesText(bytes: number, words: ScreenWords): string {
  const mega = bytes / 1_000_000
  if (mega < 1000) return `${Math.max(1, Math.round(mega))} MB`
  return `${(mega / 1000).toFixed(1).replace('.0', '').replace('.', words.common.decimal)} GB`
}
