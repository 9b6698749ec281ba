import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { Fragment, Slice } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { titleSchema } from '../../schema/nodes.ts'

/** A title stays one line: Enter makes none, and what is pasted is joined to one. */
export function titlePlugins(): Plugin[] {
  return [
    new Plugin({
      props: {
        transformPasted: oneLine,
        clipboardTextParser: (text) => oneLineSlice(text),
      },
    }),
    keymap({ ...baseKeymap, Enter: () => true, 'Shift-Enter': () => true, 'Mod-Enter': () => true }),
  ]
}

/** A slice as one line of text: blocks and runs of space become single spaces. */
export function oneLine(slice: Slice): Slice {
  return oneLineSlice(slice.content.textBetween(0, slice.content.size, ' ', ' '))
}

function oneLineSlice(text: string): Slice {
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' ? Slice.empty : new Slice(Fragment.from(titleSchema.text(line)), 0, 0)
}
