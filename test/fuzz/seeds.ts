/**
 * Seeds that once failed, and why. What they found has tests of its own too: a seed's world changes with the program.
 */
export const ONCE_FAILED: readonly { seed: number; why: string }[] = [
  { seed: 12, why: 'the network came while a copy was read, and steps of an earlier visit waited for ever' },
  { seed: 14, why: 'what was worded otherwise after an answer to the hearing counted as taking that back' },
  { seed: 43, why: 'undo took what a colleague wrote in a block of one’s own' },
  { seed: 222, why: 'an answer with a dead tab’s last words in it was refused, and the room given up' },
  { seed: 1222, why: 'a reader kept a deletion that they were shown and the disk never had' },
  {
    seed: 2682,
    why: 'a dead tab’s words, completed by an update of the server, were taken for the server’s',
  },
  { seed: 3821, why: 'two windows put back for ever what the other had put back' },
  { seed: 4084, why: 'a reader kept words that they were shown and the disk never had' },
  { seed: 5126, why: 'a tab answered the server before another had told it what its copy built on' },
  { seed: 5157, why: 'a tab waited for a step that had come by way of the server already' },
  { seed: 5753, why: 'a word’s first letter was taken for that of the copy it was typed before' },
  { seed: 9103, why: 'edit by edit a thread had come onto words that it is not about' },
  {
    seed: 21593,
    why: 'threads followed nothing of what came to the disk though the ledger said that it had not',
  },
  { seed: 40375, why: 'a word that shares a letter with the next is not a colleague’s alone' },
  {
    seed: 40416,
    why: 'a tab built on what it had only heard from another, which died before it had written it',
  },
  { seed: 51087, why: 'what a window put back upon another tab’s news was not kept on the device' },
  { seed: 51104, why: 'what a tab was told had no end, for something in it waited' },
  { seed: 54715, why: 'what had waited was sent by nobody when another tab brought what it waited for' },
  {
    seed: 70072,
    why: 'a letter behind one that another window had told of as fallen was taken for garbage',
  },
  { seed: 73201, why: 'whoever listened in took a mark away that no client had deleted' },
  { seed: 75895, why: 'a word that an undo had brought a space into was called gone' },
]
