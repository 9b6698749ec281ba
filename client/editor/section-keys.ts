import {
  chainCommands,
  deleteSelection,
  joinBackward,
  joinForward,
  selectNodeBackward,
  selectNodeForward,
} from 'prosemirror-commands'
import type { Command } from 'prosemirror-state'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import type { Desk } from './desk.ts'
import { endOf, startOf } from './point.ts'

type Keys = Record<string, Command>

/** Enter in a title goes on to the next section, a title being one line; so does Tab within the item. */
export function titleKeys(desk: Desk, key: SectionKey): Keys {
  if (splitKey(key).section !== 'title') return {}
  return {
    Enter: go(desk, key, 1, 'start'),
    'Shift-Enter': go(desk, key, 1, 'start'),
    Tab: goInOwner(desk, key),
  }
}

/** Deleting at a section's edge moves the caret and leaves both texts as they are. */
export function borderKeys(desk: Desk, key: SectionKey): Keys {
  const backward = chainCommands(deleteSelection, joinBackward, selectNodeBackward, atEdge(desk, key, -1))
  const forward = chainCommands(deleteSelection, joinForward, selectNodeForward, atEdge(desk, key, 1))
  return {
    Backspace: backward,
    'Mod-Backspace': backward,
    'Shift-Backspace': backward,
    Delete: forward,
    'Mod-Delete': forward,
  }
}

function atEdge(desk: Desk, key: SectionKey, direction: 1 | -1): Command {
  return (state, dispatch) => {
    const edge = direction > 0 ? endOf(state.doc) : startOf(state.doc)
    if (!state.selection.empty || state.selection.head !== edge) return false
    if (dispatch) step(desk, key, direction, direction > 0 ? 'start' : 'end')
    return true
  }
}

function go(desk: Desk, key: SectionKey, direction: 1 | -1, at: 'start' | 'end'): Command {
  return (_state, dispatch) => (dispatch ? step(desk, key, direction, at) : true)
}

/** Where the owner has no other text yet, the key is free for the browser: what can be added comes next. */
function goInOwner(desk: Desk, key: SectionKey): Command {
  return (state, dispatch, view) => {
    const section = desk.sections.get(key)
    const next = section && desk.sections.neighbour(section, 1)
    if (!next || splitKey(next.key).owner !== splitKey(key).owner) return false
    return go(desk, key, 1, 'start')(state, dispatch, view)
  }
}

/** At the paper's own ends there is nowhere to go, and the key is free for the browser. */
function step(desk: Desk, key: SectionKey, direction: 1 | -1, at: 'start' | 'end'): boolean {
  const section = desk.sections.get(key)
  const next = section && desk.sections.neighbour(section, direction)
  if (!next) return false
  desk.place({ key: next.key, pos: at === 'start' ? startOf(next.node) : endOf(next.node) })
  return true
}
