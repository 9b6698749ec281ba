import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { build } from 'vite'
import { SERVER_ENTRIES } from '../../server/build.mjs'
import { ROOT } from '../server/sync-server.ts'

/** The node that the next version knows and this one does not. */
export const NEW_NODE = 'callout'

const NODES = join(ROOT, 'schema/nodes.ts')

/**
 * The program as its next version may be: another `SCHEMA_VERSION` and one node more. Built beside this one, when it is
 * older; answers the folder.
 */
export async function nextVersion(): Promise<string> {
  const folder = join(ROOT, 'dist/next')
  const times = ['next/client/index.html', 'client/index.html', 'server/built'].map((file) =>
    timeOf(join(ROOT, 'dist', file)),
  )
  const [next = 0, ...ours] = await Promise.all(times)
  if (next > Math.max(...ours)) return folder
  await mkdir(folder, { recursive: true })
  await buildServer(join(folder, 'server'))
  await buildClient(join(folder, 'client'))
  return folder
}

async function buildServer(outdir: string): Promise<void> {
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: SERVER_ENTRIES.map((entry) => ({
      in: `server/${entry}.ts`,
      out: entry.replace(/.*\//, ''),
    })),
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    plugins: [
      {
        name: 'next-version',
        setup: ({ onLoad }) =>
          onLoad({ filter: /schema[\\/]nodes\.ts$/ }, async () => ({
            contents: nextNodes(await readFile(NODES, 'utf8')),
            loader: 'ts',
          })),
      },
    ],
  })
}

async function buildClient(outDir: string): Promise<void> {
  await build({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
    plugins: [
      {
        name: 'next-version',
        enforce: 'pre',
        transform: (code, id) => (/schema\/nodes\.ts$/.test(id) ? nextNodes(code) : null),
      },
    ],
  })
}

function nextNodes(code: string): string {
  const next = code
    .replace(/SCHEMA_VERSION = (\d+)/, (_all, version) => `SCHEMA_VERSION = ${Number(version) + 1}`)
    .replace(
      '  bullet_list: {',
      `  ${NEW_NODE}: { content: 'inline*', group: 'block', toDOM: () => ['aside', 0] },\n  bullet_list: {`,
    )
  if (!next.includes(NEW_NODE)) throw new Error('schema/nodes.ts is written otherwise than the test expects')
  return next
}

async function timeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0
}
