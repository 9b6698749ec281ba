import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'

/** Files in one file, as `tar` writes and reads them, the last one the SHA-256 sums of the others. */

const BLOCK = 512
const CHUNK = 1024 * 1024
const SUMS = 'SHA256SUMS'

/** What is wrong with a file that should be a backup. */
export class NoBackup extends Error {}

/** Writes `files` of `folder` into `target`, which is on disk when this resolves. Only its owner may read it. */
export async function writeTar(target: string, folder: string, files: string[]): Promise<void> {
  const out = await open(target, 'wx', 0o600)
  try {
    let sums = ''
    for (const name of files) sums += `${await addFile(out, name, path.join(folder, name))}  ${name}\n`
    await writeAll(out, header(SUMS, sums.length))
    await writeAll(out, padded(Buffer.from(sums)))
    await writeAll(out, Buffer.alloc(2 * BLOCK))
    await out.sync()
  } finally {
    await out.close()
  }
}

/**
 * Writes the files in `source` into `folder`. Only the names that are expected are taken, and all of them.
 *
 * @throws NoBackup when something is missing, is there that should not be, or is not what was written
 */
export async function readTar(source: string, folder: string, expected: string[]): Promise<void> {
  const tar = await open(source)
  try {
    const found = new Map<string, string>()
    let sums = ''
    for (let entry, at = 0; (entry = await readHeader(tar, at)); at = entry.end) {
      const { name, size, start } = entry
      if (name === SUMS) sums = (await readExactly(tar, Math.min(size, CHUNK), start)).toString()
      else if (!expected.includes(name)) throw new NoBackup(`it holds a file "${name}"`)
      else found.set(name, await copyOut(tar, start, size, path.join(folder, name)))
    }
    for (const name of expected) if (!found.has(name)) throw new NoBackup(`${name} is missing`)
    const actual = expected.map((name) => `${found.get(name)}  ${name}\n`).join('')
    if (actual !== sums) throw new NoBackup('its content is not what was written')
  } finally {
    await tar.close()
  }
}

async function addFile(out: FileHandle, name: string, file: string): Promise<string> {
  const source = await open(file)
  try {
    const { size } = await source.stat()
    await writeAll(out, header(name, size))
    const hash = createHash('sha256')
    for (let at = 0; at < size; at += CHUNK) {
      const chunk = await readExactly(source, Math.min(CHUNK, size - at), at)
      hash.update(chunk)
      await writeAll(out, at + chunk.length < size ? chunk : padded(chunk))
    }
    return hash.digest('hex')
  } finally {
    await source.close()
  }
}

async function copyOut(tar: FileHandle, start: number, size: number, file: string): Promise<string> {
  const out = await open(file, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    for (let at = 0; at < size; at += CHUNK) {
      const chunk = await readExactly(tar, Math.min(CHUNK, size - at), start + at)
      hash.update(chunk)
      await writeAll(out, chunk)
    }
    await out.sync()
    return hash.digest('hex')
  } finally {
    await out.close()
  }
}

/** The entry at a place of the file; null at its end. */
async function readHeader(
  tar: FileHandle,
  at: number,
): Promise<{ name: string; size: number; start: number; end: number } | null> {
  const head = await readExactly(tar, BLOCK, at)
  if (head.every((byte) => byte === 0)) return null
  if (Number.parseInt(textAt(head, 148, 8), 8) !== sumOf(head)) throw new NoBackup('it is no tar file')
  const large = head[124] === 0x80
  const size = large ? Number(head.readBigUInt64BE(128)) : Number.parseInt(textAt(head, 124, 12), 8)
  const start = at + BLOCK
  return { name: textAt(head, 0, 100), size, start, end: start + Math.ceil(size / BLOCK) * BLOCK }
}

async function readExactly(file: FileHandle, length: number, at: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  if (bytesRead < length) throw new NoBackup('it ends too early')
  return bytes
}

/** A disk that is nearly full takes a part, and says so by its length alone. */
async function writeAll(out: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await out.write(bytes, at)).bytesWritten
}

function header(name: string, size: number): Buffer {
  const head = Buffer.alloc(BLOCK)
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  if (size < 8 ** 11) head.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    head[124] = 0x80
    head.writeBigUInt64BE(BigInt(size), 128)
  }
  head.write(`${Math.floor(Date.now() / 1000).toString(8)}\0`, 136)
  head.write('ustar\x0000', 257)
  head[156] = '0'.charCodeAt(0)
  head.write(`${sumOf(head).toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

/** The sum of a header, its own place counted as blanks. */
function sumOf(head: Buffer): number {
  return head.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0)
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)])
}

function textAt(head: Buffer, at: number, length: number): string {
  return (head.toString('utf8', at, at + length).split('\0')[0] ?? '').trim()
}
