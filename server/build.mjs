import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Builds what is stale: the server with esbuild, the client with vite. Plain JavaScript, for it runs before any build. */

/** The programs and workers of the server, as their files are named. */
export const SERVER_ENTRIES = [
  'main',
  'cli',
  'convert',
  'store/ledger-worker',
  'store/people-worker',
  'projections/papers-worker',
]

/**
 * Builds dist/server unless it is newer than every source.
 *
 * @param {string} root the project's folder
 * @returns {Promise<boolean>} whether it was stale
 */
export async function buildServer(root) {
  const stamp = path.join(root, 'dist/server/built')
  if (!(await isStale(root, stamp, ['server', 'schema', 'package.json']))) return false
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: SERVER_ENTRIES.map((entry) => ({ in: `server/${entry}.ts`, out: path.basename(entry) })),
    outdir: 'dist/server',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    write: false,
    logLevel: 'warning',
  })
  // Several processes may build at once, so a file is never seen half written.
  for (const { path: file, contents } of outputFiles) await writeWhole(file, contents)
  await writeWhole(stamp, new Date().toISOString())
  return true
}

/**
 * Builds dist/client unless it is newer than every source.
 *
 * @param {string} root
 * @returns {Promise<boolean>}
 */
export async function buildClient(root) {
  const stamp = path.join(root, 'dist/client/index.html')
  if (!(await isStale(root, stamp, ['client', 'schema', 'vite.config.ts', 'package.json']))) return false
  const { build } = await import('vite')
  // vite.config.ts names its files from the project's folder.
  const cwd = process.cwd()
  process.chdir(root)
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
  process.chdir(cwd)
  return true
}

async function isStale(root, stamp, sources) {
  const built = await timeOf(stamp)
  const changed = await Promise.all(sources.map((source) => newest(path.join(root, source))))
  return Math.max(...changed) > built
}

async function newest(file) {
  const info = await stat(file).catch(() => null)
  if (!info?.isDirectory()) return info?.mtimeMs ?? 0
  const inside = await readdir(file)
  return Math.max(info.mtimeMs, ...(await Promise.all(inside.map((name) => newest(path.join(file, name))))))
}

async function timeOf(file) {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0
}

async function writeWhole(file, contents) {
  await mkdir(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, contents)
  await rename(temporary, file)
}
