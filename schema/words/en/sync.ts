import type { sync as da } from '../da/sync.ts'

export const sync: typeof da = {
  text: {
    server: 'Saved on the server',
    sending: 'Sending {n} changes',
    sendingOne: 'Sending 1 change',
    fetching: 'Fetching from the server',
    local: 'Saved locally – {n} changes waiting',
    localOne: 'Saved locally – 1 change waiting',
    saving: 'Saving …',
    localOnly: 'Saved on this device',
    silent: 'Saved locally – the server is not responding',
    cannotSave: 'Saved locally – the server cannot save',
    refused: 'Saved locally – {n} changes cannot be sent',
    refusedOne: 'Saved locally – 1 change cannot be sent',
    forbidden: 'Access removed',
    removed: 'Meeting deleted',
    unsaved: 'Cannot be saved here',
  },
  /** Of texts that were kept apart (schema/words/kept.ts). */
  keptTitle: 'Text kept apart',
  /** What the way of the text is called (schema/words/story.ts). */
  label: 'Where is my text',
  /** Of what came together (schema/words/merged.ts). */
  merged: {
    again: 'See what was merged at {t}',
    show: 'Show',
    title: 'Since you lost the connection',
  },
  offers: {
    isBack: 'The text is in again',
    toldOne: 'Some text was deleted meanwhile. It can be inserted again.',
    told: '{n} pieces of text were deleted meanwhile. They can be inserted again.',
  },
}
