import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { clientRoutes, isPage } from '../../server/routes/client.ts'
import { temporaryFolder } from './sync-server.ts'

test('H15 pages answer anywhere, files by their kind of keeping', async () => {
  const folder = await temporaryFolder()
  await mkdir(path.join(folder.dir, 'assets'))
  await writeFile(path.join(folder.dir, 'index.html'), '<!doctype html>')
  await writeFile(path.join(folder.dir, 'sw.js'), '//')
  await writeFile(path.join(folder.dir, 'assets/index-abc123.js'), '//')
  const app = fastify()
  await clientRoutes(app, folder.dir)
  const caching = async (url: string) => (await app.inject(url)).headers['cache-control']
  expect(await caching('/')).toBe('no-cache')
  expect(await caching('/sw.js')).toBe('no-cache')
  expect(await caching('/assets/index-abc123.js')).toBe('public, max-age=31536000, immutable')
  await app.close()
  await folder.remove()
})

test('H21 a file with a compressed copy is sent compressed to whoever takes it', async () => {
  const folder = await temporaryFolder()
  await writeFile(path.join(folder.dir, 'index.html'), '<!doctype html>')
  await writeFile(path.join(folder.dir, 'index-abc123.js'), 'one()')
  await writeFile(path.join(folder.dir, 'index-abc123.js.gz'), gzipSync('one()'))
  const app = fastify()
  await clientRoutes(app, folder.dir)
  const ask = (encoding: string) =>
    app.inject({ url: '/index-abc123.js', headers: { 'accept-encoding': encoding } })
  const [small, plain] = [await ask('gzip, br'), await ask('identity')]
  expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
  expect(small.headers['content-type']).toContain('javascript')
  expect(gunzipSync(small.rawPayload).toString()).toBe('one()')
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.payload).toBe('one()')
  await app.close()
  await folder.remove()
})

test.each([
  ['GET', '/', true],
  ['GET', '/moede/6f1c2a3e?x=1', true],
  ['GET', '/log-ind', true],
  ['GET', '/api/nothing', false],
  ['GET', '/sync/paper', false],
  ['GET', '/assets/gone.js', false],
  ['POST', '/moede/6f1c2a3e', false],
])('H15 %s %s is a page: %s', (method, url, expected) => {
  expect(isPage(method, url)).toBe(expected)
})
