import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { ROOT } from '../../server/sync-server.ts'

/** The scripts that a page has fetched. */
export interface Scripts {
  count: number
  /** Kilobytes (1,000 bytes) after gzip. */
  gzip: number
  /** Kilobytes that came over the wire. */
  transferred: number
}

/** What this page has loaded since its navigation, what the service worker keeps meanwhile not counted. */
export async function scriptsOf(page: Page): Promise<Scripts> {
  await page.waitForLoadState('networkidle')
  const loaded = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js') && !name.endsWith('/sw.js'))
      .map(({ name, transferSize }) => ({ file: new URL(name).pathname, transferSize })),
  )
  const files = [...new Set(loaded.map(({ file }) => file))]
  return {
    count: files.length,
    gzip: sum(files.map((file) => gzipSync(readFileSync(path.join(ROOT, 'dist/client', file))).length)),
    transferred: sum(loaded.map(({ transferSize }) => transferSize)),
  }
}

const sum = (bytes: number[]) => bytes.reduce((all, one) => all + one, 0) / 1000
