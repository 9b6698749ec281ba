/**
 * What one update of a room may hold (rules G2, G7, G13). The gate refuses more; whatever makes a paper, here or from a
 * file, makes no more (rule G14).
 */

/** How deep nodes may be nested in a section. */
export const NESTED_MAX = 50
/** As deep as anything of our own nests them: colleagues may wrap what is there at the same moment. */
export const OWN_NESTED_MAX = 40
/** How deep lists and objects may be nested in a value. */
export const VALUE_DEPTH_MAX = 32
/** Bytes of a value of a field or attribute. */
export const VALUE_BYTES_MAX = 1024 * 1024
/** Bytes of the name of a field, a root, or a key in a value. */
export const NAME_BYTES_MAX = 256
/** Bytes of a stretch of text. */
export const TEXT_BYTES_MAX = 2_000_000
/** The pieces of which Yjs says that they are one each. */
export const STRUCTS_MAX = 400_000
/** Roots that one user may make: Yjs looks for the name of one among all, and more of them would stop a browser. */
export const ROOTS_MAX = 25_000
/** Items, people, attachments, remarks of one user in a room: a page that lists more of them would stop a browser. */
export const ENTRIES_MAX = 10_000

/** Columns or rows over which a cell may reach: wider or higher than any table; a browser draws no more either. */
export const SPAN_MAX = 1_000
/** The furthest from zero that a list may begin to count. */
export const START_MAX = 1_000_000_000
