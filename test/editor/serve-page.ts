import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build, preview } from 'vite'

/** Builds the editor's test page and serves it on a free port, until closed. */
export async function servePage(): Promise<{ url: string; close: () => Promise<void> }> {
  const root = fileURLToPath(new URL('./page/', import.meta.url))
  const outDir = await mkdtemp(join(tmpdir(), 'editor-page-'))
  const common = { root, configFile: false, logLevel: 'warn', build: { outDir, emptyOutDir: true } } as const
  await build({
    ...common,
    plugins: [svelte({ configFile: false })],
    build: { ...common.build, minify: false },
  })
  const server = await preview({ ...common, preview: { port: 0, host: '127.0.0.1' } })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('The page is not served on a port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      await server.close()
      await rm(outDir, { recursive: true })
    },
  }
}
