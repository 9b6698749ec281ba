/// <reference types="vitest/config" />
import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'esbuild'
import { defineConfig, type Plugin } from 'vite'

const SERVER = 'http://localhost:8080'
const PUBLIC = 'client/public'
const TEXT = /\.(js|css|svg|html)$/
const PRECACHED = /\.(js|css|woff2|svg|html|webmanifest)$/
/** What a text is made of. */
const TEXT_PARTS =
  /\/node_modules\/(yjs|lib0|y-(protocols|websocket|prosemirror)|prosemirror-(model|transform|state)|orderedmap|fractional-indexing)\/|\/schema\/(bounds|nodes|order|paper)\.ts/
/** What only the menus, the lists and the phases of a meeting share: they come after its text. */
const MENUS =
  /\/client\/meeting\/((Menu|MenuItem|RowsMenu|ModeItems|ClosedParts)\.svelte|(menu-keys|merge-rows|export|phase\/course(-words)?)\.ts)|\/icons\/(clock|message-square-plus|pencil-line|undo-2)\./
/** Icons of other pages and of what a meeting opens on demand. */
const ICONS = /\/icons\/(chevron-down|cloud-off|copy|file|file-text|mail|rotate-ccw|server|triangle-alert)\./
const SCREEN =
  /\/client\/(meeting|editing|editor)\/|\/schema\/(absences|lists|nesting|node-text)\.ts|\/client\/parts\/floating|\/(prosemirror-(view|commands|inputrules|keymap|schema-list)|w3c-keyname)\//
/**
 * Small things that the meeting and the other pages have in common. None of Svelte's own: a file that Svelte imports would
 * run before it, and Svelte's start undo what it did.
 */
const COMMON = new RegExp(
  [
    /\/@lucide\/svelte\//,
    /\/client\/(merging|sync)\/(?!margin-room|unfinished)|\/client\/zones\/zone-keeper|\/client\/state\/(?!sign-out|farewell|acts)|\/client\/parts\/(Mark|Avatar|people)/,
    /\/schema\/(dates|deadlines|forum-name|grouped|margin-entries|meeting|paper-json|person-title|phases|protocol|roles|sections|standing|zones)\.ts/,
  ]
    .map(({ source }) => source)
    .join('|'),
)
/** Svelte's custom elements, which nobody here makes. */
const CUSTOM_ELEMENTS = /\/svelte\/src\/internal\/client\/dom\/elements\/custom-element\.js/
/** Danish and English need the latin files alone. */
const FOREIGN_LETTERS = /-(latin-ext|cyrillic|cyrillic-ext|greek|greek-ext|vietnamese)-/

/** Emits `/sw.js`: the worker of client/service-worker with the list of what to keep and a version made of its bytes. */
function serviceWorker(): Plugin {
  return {
    name: 'samreferat:service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const hash = createHash('sha256')
        for (const file of Object.values(bundle)) hash.update(file.type === 'chunk' ? file.code : file.source)
        const files = [...Object.keys(bundle), ...publicFiles(hash), 'index.html'].filter(isPrecached)
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: await workerSource(files, hash) })
      },
    },
  }
}

function isPrecached(file: string): boolean {
  return PRECACHED.test(file) && !FOREIGN_LETTERS.test(file)
}

function publicFiles(hash: Hash): string[] {
  const files = readdirSync(PUBLIC).sort()
  for (const file of files) hash.update(readFileSync(join(PUBLIC, file)))
  return files
}

async function workerSource(files: string[], hash: Hash): Promise<string> {
  const worker = async (define: Record<string, string>): Promise<string> => {
    const entryPoints = ['client/service-worker/sw.ts']
    const result = await build({
      entryPoints,
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      define,
    })
    return result.outputFiles[0]?.text ?? ''
  }
  const list = JSON.stringify([...new Set(files.map((file) => `/${file}`))].sort())
  hash.update(await worker({ __FILES__: list, __VERSION__: '""' }))
  return worker({ __FILES__: list, __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 12)) })
}

/** Puts a compressed copy beside every text file, for the server to send to whoever takes it. */
function compressed(): Plugin {
  return {
    name: 'samreferat:compressed',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.keys(bundle).filter((file) => TEXT.test(file))
      for (const file of files) {
        const whole = join(dir, file)
        await writeFile(`${whole}.gz`, await promisify(gzip)(await readFile(whole), { level: 9 }))
      }
    },
  }
}

/** lib0 makes validators of DOM nodes that nobody here uses; each looks like a call that must be kept, with 30 kB behind it. */
function withoutValidators(): Plugin {
  return {
    name: 'samreferat:without-validators',
    apply: 'build',
    transform: {
      filter: { id: /\/lib0\/dom\.js$/ },
      handler: (code) => code.replaceAll('$.$custom(', '/* @__PURE__ */ $.$custom('),
    },
  }
}

/** Under vitest Node's own resolution would take Svelte's server build, in which runes do nothing. */
function svelteClientEntries(): { find: RegExp; replacement: string }[] {
  const require = createRequire(import.meta.url)
  const root = require.resolve('svelte/package.json').replace(/package\.json$/, '')
  const { exports } = require('svelte/package.json') as { exports: Record<string, { browser?: string }> }
  return Object.entries(exports).flatMap(([name, { browser }]) =>
    browser === undefined
      ? []
      : [{ find: new RegExp(`^svelte${name.slice(1)}$`), replacement: join(root, browser) }],
  )
}

const testing = process.env['VITEST'] !== undefined

export default defineConfig({
  root: 'client',
  plugins: [svelte(), withoutValidators(), serviceWorker(), compressed()],
  resolve: { alias: testing ? svelteClientEntries() : [] },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // A page's own files are fetched beside it; for what opens on demand the list of names would weigh more than it saves.
    modulePreload: {
      resolveDependencies: (_file, files, { hostId }) =>
        hostId.includes('/index-') ? files : files.filter((file) => file.endsWith('.css')),
    },
    // The schema does nothing when it is imported, so what is not used of it is not loaded: nobody reads two languages.
    rolldownOptions: {
      treeshake: {
        moduleSideEffects: [/\/schema\//, CUSTOM_ELEMENTS].map((test) => ({ test, sideEffects: false })),
      },
      // What the meeting shares with what it fetches later is one file: a file apiece for twenty small ones is heavier.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'text', test: TEXT_PARTS, minShareCount: 2 },
            { name: 'menus', test: MENUS, minShareCount: 2 },
            { name: 'icons', test: ICONS, minShareCount: 2 },
            { name: 'screen', test: SCREEN, minShareCount: 2 },
            { name: 'common', test: COMMON, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: SERVER, headers: { origin: SERVER } },
      '/offentlig': { target: SERVER },
      '^/sync/(?!.*\\.ts)': { target: SERVER, ws: true, headers: { origin: SERVER } },
    },
  },
  // The consumer decides what Svelte compiles for; in tests a rune class must live as it does in a browser.
  ...(testing ? { environments: { ssr: { consumer: 'client' as const } } } : {}),
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'node_modules/**', 'dist/**'],
    environment: 'node',
    // A busy machine may stall for minutes; what hangs is ended all the same.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Of two cores the runner would leave one idle, and half of these wait for a process or a disk.
    maxWorkers: 2,
    server: { deps: { inline: [/svelte/] } },
  },
})
