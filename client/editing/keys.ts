import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

/**
 * A key with its modifiers, such as `Mod-b`, `Mod-Alt-1` or `Shift-Tab`. `Mod` is Ctrl, on a Mac Cmd. A letter or a
 * digit names the key on the keyboard, other names are those of `KeyboardEvent.key`.
 */
export type Chord = string

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>

type Modifier = 'Mod' | 'Alt' | 'Shift'

/** Whether this environment has Cmd where others have Ctrl. */
export function isMac(
  platform: string = typeof navigator === 'undefined' ? '' : navigator.platform,
): boolean {
  return /Mac|iP(hone|[oa]d)/.test(platform)
}

/**
 * Whether a key press is this chord. AltGr is Ctrl+Alt on many keyboards: a press that produces a character of its
 * own is that character and no chord.
 */
export function matches(chord: Chord, press: KeyPress, mac: boolean): boolean {
  const parts = chord.split('-')
  const key = parts.pop() ?? ''
  const wants = (name: Modifier) => parts.includes(name)
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (wants('Mod') !== mod || other || wants('Alt') !== press.altKey || wants('Shift') !== press.shiftKey)
    return false
  if (key.length > 1) return press.key === key
  if (wants('Mod') && wants('Alt') && !mac) return press.key.toLowerCase() === key
  return wants('Shift') || (mac && wants('Alt'))
    ? press.code === codeOf(key)
    : press.key.toLowerCase() === key
}

function codeOf(key: string): string {
  return /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`
}

/** A `handleKeyDown` that tries the commands bound to a press in order. */
export function handleKeys(
  bindings: readonly (readonly [Chord, Command])[],
  mac = isMac(),
): (view: EditorView, event: KeyboardEvent) => boolean {
  return (view, event) =>
    bindings.some(
      ([chord, command]) => matches(chord, event, mac) && command(view.state, view.dispatch, view),
    )
}
