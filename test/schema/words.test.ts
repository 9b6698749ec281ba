import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const FOLDER = path.resolve(import.meta.dirname, '../../schema/words')
const topics = readdirSync(path.join(FOLDER, 'da')).filter((file) => !/^index|-da\.ts$/.test(file))

/** Where each text stands, with the places in it that are filled in; what is no text by its kind. */
function textsIn(value: unknown, at: string): string[] {
  if (typeof value === 'string') return [[at, ...new Set(value.match(/\{\w+\}/g)).values()].sort().join(' ')]
  if (typeof value !== 'object' || value === null) return [`${at} ${typeof value}`]
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, `${at}.${key}`))
}

async function textsOf(language: 'da' | 'en', file: string): Promise<string[]> {
  return textsIn(await import(path.join(FOLDER, language, file)), '').sort()
}

test.each(topics)(
  'S6 what %s says in Danish it says in English, with the same places to fill in',
  async (file) => {
    expect(await textsOf('en', file)).toEqual(await textsOf('da', file))
  },
)
