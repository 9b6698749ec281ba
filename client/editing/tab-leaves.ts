import { Plugin } from 'prosemirror-state'

/** Escape, then Tab, moves focus on even where Tab indents: nobody is caught in a list or a table. */
export function tabLeaves(): Plugin {
  let escaped = false
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (_view, event) => {
          const leaves = escaped && event.key === 'Tab'
          if (event.key !== 'Shift') escaped = event.key === 'Escape'
          return leaves
        },
        blur: () => {
          escaped = false
          return false
        },
      },
    },
  })
}
