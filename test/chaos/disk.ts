import { execFile, execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const BLOCK = 4096

/** A small ext4 of its own for a data folder, in a file: it can be filled, frozen, forbidden and broken. */
export class Disk {
  /** The folder to keep data in. */
  readonly data: string
  readonly #image: string
  readonly #mount: string
  readonly #ballast: string
  #mounted = false

  private constructor(private readonly folder: string) {
    this.#image = path.join(folder, 'image')
    this.#mount = path.join(folder, 'disk')
    this.data = path.join(this.#mount, 'data')
    this.#ballast = path.join(this.#mount, 'ballast')
  }

  /** Null where this machine does not let us mount, with the reason given to `say`. */
  static mount(megabytes: number, say: (why: string) => void): Disk | null {
    const disk = new Disk(mkdtempSync(path.join(tmpdir(), 'samreferat-disk-')))
    try {
      writeFileSync(disk.#image, '')
      truncateSync(disk.#image, megabytes * 1024 * 1024)
      quietly('mkfs.ext4', ['-q', '-F', '-m', '0', disk.#image])
      mkdirSync(disk.#mount)
      disk.#mountNow()
      mkdirSync(disk.data)
      return disk
    } catch (error) {
      disk.removeNow()
      say(`no disk of its own: ${String((error as { stderr?: unknown }).stderr ?? error).trim()}`)
      return null
    }
  }

  /** Leaves no free block. */
  async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#mount)
    if (bavail === 0) return
    await run('fallocate', ['-l', String(bavail * bsize), this.#ballast]).catch(() => undefined)
    for (let size = 64 * BLOCK; size >= BLOCK;) if (!this.#grow(size)) size /= 2
  }

  /** Gives the space back that `fill` took. */
  empty(): void {
    rmSync(this.#ballast, { force: true })
  }

  /** Every write waits from now on. A process that waits cannot even be killed. */
  async freeze(): Promise<void> {
    await run('fsfreeze', ['-f', this.#mount])
  }

  async thaw(): Promise<void> {
    await run('fsfreeze', ['-u', this.#mount])
  }

  /** Every write to the files there are fails, also by those who have them open. */
  async forbid(): Promise<void> {
    await run('chattr', ['+i', this.data, ...(await this.#files())])
  }

  async allow(): Promise<void> {
    await run('chattr', ['-i', this.data])
    await run('chattr', ['-i', ...(await this.#files())])
  }

  /** As after an error of the hardware: read-only at once, and what was not on the disk by then is gone. */
  async breakDown(): Promise<void> {
    const { stdout } = await run('losetup', ['-n', '-O', 'NAME', '-j', this.#image])
    writeFileSync(`/sys/fs/ext4/${path.basename(stdout.trim())}/trigger_fs_error`, '1')
  }

  /** What one does after that: checks the disk and mounts it again. Nobody may have a file open. */
  async mend(): Promise<void> {
    await run('umount', [this.#mount])
    await run('e2fsck', ['-fy', this.#image]).catch((error: { code?: number }) => {
      // 1: errors were corrected.
      if (error.code !== 1) throw error
    })
    this.#mountNow()
  }

  /** Takes everything away; as the process ends nothing can be waited for. */
  removeNow(): void {
    this.unmountNow()
    rmSync(this.folder, { recursive: true, force: true })
  }

  unmountNow(): void {
    if (!this.#mounted) return
    this.#mounted = false
    tryQuietly('fsfreeze', ['-u', this.#mount])
    tryQuietly('chattr', ['-R', '-i', this.data])
    // Who still holds it was killed, and lets go in a moment.
    if (!tryQuietly('umount', [this.#mount])) quietly('umount', ['-l', this.#mount])
  }

  #mountNow(): void {
    quietly('mount', ['-o', 'loop,errors=remount-ro', this.#image, this.#mount])
    this.#mounted = true
  }

  #grow(size: number): boolean {
    try {
      appendFileSync(this.#ballast, Buffer.alloc(size))
      return true
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOSPC') return false
      throw error
    }
  }

  async #files(): Promise<string[]> {
    const entries = await readdir(this.data, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(this.data, name))
  }
}

function quietly(command: string, args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

function tryQuietly(command: string, args: string[]): boolean {
  try {
    quietly(command, args)
    return true
  } catch (error) {
    // What is not frozen cannot be thawed, and the like: the caller knows what it means.
    return error === undefined
  }
}
