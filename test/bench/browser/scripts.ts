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

/**
 * What this page has asked for since its navigation, or until a moment of it (milliseconds); what the service worker
 * keeps meanwhile is not counted.
 */
export async function scriptsOf(page: Page, until = Infinity): Promise<Scripts> {
  await page.waitForLoadState('networkidle')
  const asked = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js') && !name.endsWith('/sw.js'))
      .map(({ name, startTime, transferSize }) => ({
        file: new URL(name).pathname,
        startTime,
        transferSize,
      })),
  )
  const loaded = asked.filter(({ startTime }) => startTime <= until)
  const files = [...new Set(loaded.map(({ file }) => file))]
  return {
    count: files.length,
    gzip: sum(files.map((file) => gzipSync(readFileSync(path.join(ROOT, 'dist/client', file))).length)),
    transferred: sum(loaded.map(({ transferSize }) => transferSize)),
  }
}

const sum = (bytes: number[]) => bytes.reduce((all, one) => all + one, 0) / 1000
