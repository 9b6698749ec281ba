import { afterEach, beforeEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { eventually } from '../server/eventually.ts'
import { ScriptedServer } from './scripted-server.ts'
import { Browser, type Tab } from './world.ts'

let server: ScriptedServer
let tab: Tab

beforeEach(async () => {
  server = new ScriptedServer()
  await server.listen()
  tab = new Browser('anna', () => server.url).tab('anna')
  tab.room.connect()
  await eventually(() => expect(tab.room.status).toEqual({ kind: 'server' }))
})

afterEach(async () => {
  await tab.close()
  await server.close()
})

test('W4 what came of others is not sent back', async () => {
  const { awareness } = tab.room
  const others = new Awareness(new Y.Doc())
  const said = () => server.connections[0]?.filter((kind) => kind === 'awareness').length ?? 0
  const before = said()
  for (const name of ['a', 'am', 'ama']) {
    others.setLocalState({ name })
    server.introduce(others)
    await eventually(() => expect(awareness.getStates().get(others.clientID)).toEqual({ name }))
  }
  awareness.setLocalStateField('cursor', null)
  await eventually(() => expect(said()).toBeGreaterThan(before))
  expect(said()).toBe(before + 1)
  others.destroy()
})
