// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte'
import { expect, test, vi } from 'vitest'
import SyncPopover from '../../client/meeting/SyncPopover.svelte'
import type { MeetingRoom } from '../../client/sync/meeting-room.svelte.ts'
import { da } from '../../schema/words/da/index.ts'

const page = vi.hoisted(() => ({ begun: [] as string[][] }))
vi.mock('../../client/meeting/screen.svelte.ts', () => ({
  getScreen: () => ({
    app: { language: 'da', now: () => new Date(2026, 2, 12, 14, 50) },
    words: da,
    outline: { rows: [] },
    paper: { people: [], attachments: new Map() },
    isUnsent: () => false,
    margins: page.begun.map((texts) => ({ begun: () => texts })),
  }),
}))

const room = {
  status: { kind: 'server' },
  details: {
    device: { kind: 'saved', at: new Date(2026, 2, 12, 14, 49) },
    server: { upTo: new Date(2026, 2, 12, 14, 49), missing: 0 },
    seen: [],
    oldest: null,
    tabs: { others: 0, writer: 'this' },
    storage: { persisted: null },
    otherMeetings: [],
    asides: [],
  },
  merge: null,
  readDevice: async () => undefined,
} as unknown as MeetingRoom

async function told(): Promise<string> {
  const props = { room, rescue: () => undefined, merged: () => undefined }
  const shown = mount(SyncPopover, { target: document.body, props })
  flushSync()
  const text = document.body.textContent
  await unmount(shown)
  return text
}

test.each([
  [[[], []], null],
  [[['Skal det ikke hedde']], 'Ikke sendt endnu 1 tekst uden for referatet'],
  [[['et', 'to'], ['tre']], 'Ikke sendt endnu 3 tekster uden for referatet'],
])(
  'M30 what was begun beside the paper is told of beside what is on the server: %j',
  async (begun, words) => {
    page.begun = begun
    const text = (await told()).replace(/\s+/g, ' ')
    expect(text).toContain('Alt er på serveren')
    if (words === null) expect(text).not.toContain('Ikke sendt')
    else expect(text).toContain(words)
  },
)
