import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { StripWords } from '../../schema/words/strip.ts'
import { sayMoment } from '../state/say.ts'
import type { SyncDetails } from '../sync/details.ts'
import type { SyncStatus } from '../sync/status.ts'
import { counted } from './sync-words.ts'

export type StripAction =
  'retry' | 'signIn' | 'reload' | 'fetch' | 'erase' | 'reopen' | 'kept' | 'free' | 'copy' | 'drop'

export interface StripState {
  kind:
    | 'unsaved'
    | 'kept'
    | 'shutRemarks'
    | 'forbidden'
    | 'removed'
    | 'refused'
    | 'diverged'
    | 'tooOld'
    | 'signIn'
    | 'unknownRoom'
    | 'cannotSave'
    | 'silent'
    | 'offline'
    | 'low'
  /** Red only when text is at risk or access is gone. */
  tone: 'bad' | 'warn' | 'plain'
  text: string
  /** The same for a narrow window, in one line beside the figure that tries again. */
  brief?: string
  /** The first one is drawn as a line button. */
  actions: StripAction[]
}

/** A server that says nothing gets its strip after this long, in ms. */
const PATIENCE = 30_000

/** What passes by itself waits behind texts that were kept apart. */
const PASSING: ReadonlySet<StripState['kind']> = new Set(['offline', 'silent', 'cannotSave'])

/** The one strip under the bar, the gravest first; null when there is nothing to say (rule U38). */
export function stripOf(
  status: SyncStatus,
  details: SyncDetails,
  now: Date,
  words: ScreenWords,
  text: StripWords['strips'],
): StripState | null {
  if (status.kind === 'unsaved')
    return {
      kind: 'unsaved',
      tone: 'bad',
      text: counted(status.waiting, text.unsavedOne, text.unsavedOne, text.unsaved),
      actions: ['fetch', 'free'],
    }
  const local = status.kind === 'local' ? localStrip(status, details, now, words, text) : null
  if (local !== null && !PASSING.has(local.kind)) return local
  return keptStrip(details, text) ?? shutStrip(details, text) ?? lowStrip(details, text) ?? local
}

function keptStrip({ asides }: SyncDetails, text: StripWords['strips']): StripState | null {
  if (asides.length === 0) return null
  const refused = asides.filter(({ reason }) => reason !== 'diverged').length
  return {
    kind: 'kept',
    tone: 'warn',
    text: refused === 0 ? text.keptDiverged : counted(refused, '', text.keptOne, text.kept),
    actions: ['kept'],
  }
}

function shutStrip({ shutRemarks }: SyncDetails, text: StripWords['strips']): StripState | null {
  if (shutRemarks === 0) return null
  return {
    kind: 'shutRemarks',
    tone: 'warn',
    text: counted(shutRemarks, '', text.shutRemarksOne, text.shutRemarks),
    actions: ['fetch', 'drop'],
  }
}

/** Before the device is full: what it cannot hold is in no other place when there is no network. */
function lowStrip(
  { storage }: SyncDetails,
  { lowNone, lowOne, low }: StripWords['strips'],
): StripState | null {
  const { pagesLeft } = storage
  if (pagesLeft === null) return null
  return { kind: 'low', tone: 'warn', text: counted(pagesLeft, lowNone, lowOne, low), actions: ['free'] }
}

function localStrip(
  { why, waiting }: SyncStatus & { kind: 'local' },
  { disconnectedSince, retryAt }: SyncDetails,
  now: Date,
  words: ScreenWords,
  text: StripWords['strips'],
): StripState | null {
  const since = disconnectedSince ?? now
  const t = sayMoment(words, since, now)
  switch (why) {
    case 'forbidden':
      return {
        kind: 'forbidden',
        tone: 'bad',
        text: counted(waiting, text.forbiddenNone, text.forbiddenOne, text.forbidden),
        actions: waiting === 0 ? ['erase'] : ['fetch', 'erase'],
      }
    case 'removed':
      return {
        kind: 'removed',
        tone: 'bad',
        text: counted(waiting, text.removedNone, text.removedOne, text.removed),
        actions: waiting === 0 ? ['erase'] : ['fetch', 'erase'],
      }
    case 'refused':
      return {
        kind: 'refused',
        tone: 'warn',
        text: counted(waiting, text.refusedNone, text.refusedOne, text.refused),
        actions: ['reopen', 'fetch'],
      }
    case 'diverged':
      return { kind: 'diverged', tone: 'warn', text: text.diverged, actions: ['reopen', 'fetch'] }
    case 'replaced':
      return null
    case 'tooOld':
      return { kind: 'tooOld', tone: 'plain', text: text.tooOld, actions: ['reload'] }
    case 'signIn':
      return { kind: 'signIn', tone: 'warn', text: text.signIn, actions: ['signIn'] }
    case 'unknownRoom':
      return { kind: 'unknownRoom', tone: 'warn', text: text.unknownRoom, actions: ['fetch'] }
    case 'offline':
      return {
        kind: 'offline',
        tone: 'warn',
        brief: fill(text.offlineBrief, { t }),
        text: fill(text.offline, { t }),
        actions: ['retry'],
      }
    case 'cannotSave':
      return {
        kind: 'cannotSave',
        tone: 'warn',
        text: text.cannotSave,
        actions: waiting === 0 ? [] : ['fetch'],
      }
    case 'silent':
      return now.getTime() - since.getTime() < PATIENCE
        ? null
        : {
            kind: 'silent',
            tone: 'warn',
            brief: text.silentBrief,
            text: fill(text.silent, { t }) + again(retryAt, now, text),
            actions: ['copy', 'retry'],
          }
  }
}

/** " Prøver igen om 20 sekunder."; empty while it is being tried. */
function again(
  retryAt: Date | null,
  now: Date,
  { silentAgainOne, silentAgain }: StripWords['strips'],
): string {
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt.getTime() - now.getTime()) / 1000)
  if (seconds < 1) return ''
  return ` ${counted(seconds, '', silentAgainOne, silentAgain)}`
}
