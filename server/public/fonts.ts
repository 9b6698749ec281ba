import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The fonts of the public pages, which load nothing from elsewhere. */
export interface Fonts {
  /** Font faces by their addresses. */
  css: string
  /** woff2 by file name; a name carries a hash of its content. */
  files: ReadonlyMap<string, Buffer>
}

const FACES = [
  { family: 'Sans', weight: 400, style: 'normal' },
  { family: 'Sans', weight: 500, style: 'normal' },
  { family: 'Sans', weight: 600, style: 'normal' },
  { family: 'Serif', weight: 400, style: 'normal' },
  { family: 'Serif', weight: 400, style: 'italic' },
  { family: 'Serif', weight: 600, style: 'normal' },
] as const

type Face = (typeof FACES)[number]

/** @param address where the files are served */
export async function readFonts(address: string): Promise<Fonts> {
  const read = await Promise.all(FACES.map(async (face) => ({ face, ...(await readFace(face)) })))
  return {
    css: read.map(({ face, name }) => faceCss(face, `${address}/${name}`)).join('\n'),
    files: new Map(read.map(({ name, bytes }) => [name, bytes])),
  }
}

/** Danish and English need the latin letters alone. */
async function readFace({ family, weight, style }: Face): Promise<{ name: string; bytes: Buffer }> {
  const set = `ibm-plex-${family.toLowerCase()}`
  const file = `${set}-latin-${weight}-${style}`
  const { resolve } = createRequire(import.meta.url)
  const bytes = await readFile(resolve(`@fontsource/${set}/files/${file}.woff2`))
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  return { name: `${file}-${hash}.woff2`, bytes }
}

const faceCss = ({ family, weight, style }: Face, address: string): string =>
  `@font-face { font-family: "IBM Plex ${family}"; font-style: ${style}; font-weight: ${weight}; font-display: swap; src: url(${address}) format("woff2"); }`
