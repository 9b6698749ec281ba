import type { Platform } from './platform.ts'
import type { UserStore } from './store.ts'

export interface StorageDetails {
  /** Whether the browser has promised not to clear it; null when it does not say. */
  persisted: boolean | null
  /** Bytes; null when the browser does not say. */
  usage: number | null
  quota: number | null
  /** Pages of minutes there is room for, when few; else null. */
  pagesLeft: number | null
}

export const UNKNOWN_STORAGE: StorageDetails = { persisted: null, usage: null, quota: null, pagesLeft: null }

/** What a page of minutes takes on the device with its history, in bytes. */
const PAGE = 40_000
const FEW_PAGES = 200
const ASKED = 'askedToPersist'

/** How safe and how full the browser's storage is. */
export async function lookAtStorage(storage: Platform['storage']): Promise<StorageDetails> {
  if (storage === null) return UNKNOWN_STORAGE
  const [persisted, { usage, quota }] = await Promise.all([storage.persisted(), storage.estimate()])
  const pages =
    usage === undefined || quota === undefined ? Infinity : Math.max(0, Math.floor((quota - usage) / PAGE))
  return {
    persisted,
    usage: usage ?? null,
    quota: quota ?? null,
    pagesLeft: pages < FEW_PAGES ? pages : null,
  }
}

/** Asks the browser, once per user and device, not to clear what is kept here. */
export async function askToPersist(storage: Platform['storage'], store: UserStore): Promise<void> {
  if (storage === null || (await store.kept<boolean>(ASKED)) === true) return
  await store.keep(ASKED, true)
  await storage.persist()
}

/** Asks again, because the user wants it. */
export async function protectStorage(storage: Platform['storage']): Promise<StorageDetails> {
  await storage?.persist()
  return lookAtStorage(storage)
}
