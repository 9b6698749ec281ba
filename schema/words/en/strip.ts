import type { strip as da } from '../da/strip.ts'

export const strip: typeof da = {
  strips: {
    offline:
      'No connection since {t}. You can keep writing. What you write is kept on this device and will be sent automatically.',
    offlineBrief: 'Offline since {t}. You can keep writing.',
    silentBrief: 'The server is silent. You can keep writing.',
    cannotSave:
      'The server cannot save right now. You can keep writing. What you write is kept on this device and sent by itself when the server can save again.',
    savesAgain: 'The server can save again.',
    silent: 'The server has not accepted anything since {t}. Everything is being kept on this device.',
    silentAgain: 'Trying again in {n} seconds.',
    silentAgainOne: 'Trying again in 1 second.',
    signIn: 'You are signed out on the server. You can keep writing. Sign in to send.',
    forbidden: 'You no longer have access to this meeting. {n} changes were not sent.',
    forbiddenOne: 'You no longer have access to this meeting. 1 change was not sent.',
    forbiddenNone: 'You no longer have access to this meeting.',
    removed: 'A secretary has deleted this meeting. {n} changes were not sent.',
    removedOne: 'A secretary has deleted this meeting. 1 change was not sent.',
    removedNone: 'A secretary has deleted this meeting.',
    tooOld: 'There is a new version. Your text is saved here and the page reopens at the same item.',
    refused: 'The server could not accept {n} changes. They stay on this device.',
    refusedOne: 'The server could not accept 1 change. It stays on this device.',
    refusedNone: 'The server could not accept a change. It stays on this device.',
    kept: '{n} texts that the server could not accept are on this device.',
    keptOne: 'A text that the server could not accept is on this device.',
    diverged: 'The meeting on this device was not the same as on the server. It is being opened from there.',
    keptDiverged:
      'The meeting on this device was not the same as on the server. You now see the server’s text; what stood here is kept on this device.',
    unknownRoom: 'The server does not know this meeting. Everything is being kept on this device.',
    unsaved: 'The last {n} changes are only in this window. Download them before closing.',
    unsavedOne: 'The last change is only in this window. Download it before closing.',
    low: 'There is room for about {n} more pages on this device.',
    shutRemarksOne:
      'You no longer have access to the comments. One that you wrote was not sent and is on this device only.',
    shutRemarks:
      'You no longer have access to the comments. {n} that you wrote were not sent and are on this device only.',
    lowOne: 'There is room for about 1 more page on this device.',
    lowNone: 'There is hardly any room for more text on this device.',
  },
  actions: {
    erase: 'Close and erase from here',
    retry: 'Try again now',
    signIn: 'Sign in',
    reload: 'Open new version',
    fetch: 'Download what was not sent',
    reopen: 'Open again',
    kept: 'Show',
    free: 'Free up space',
    copy: 'Download a copy',
    drop: 'Delete from here',
  },
  unsent: 'Changed here, not sent yet',
  freed: {
    many: 'Copies of {n} other meetings are removed from this device. They are on the server.',
    one: 'The copy of 1 other meeting is removed from this device. It is on the server.',
    none: 'There are no copies of other meetings here that can be spared.',
  },
}
