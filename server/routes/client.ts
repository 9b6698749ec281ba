import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Addresses that are the server's own; everything else is a page of the client. */
const OWN = /^\/(api|sync|offentlig)(\/|$)/
/** Built files carry a hash of their content in the name. */
const HASHED = /[\\/]assets[\\/]/

/** Serves the built client: hashed files for ever, the page and the service worker always fresh. */
export async function clientRoutes(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) =>
      void reply.header(
        'cache-control',
        HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  })
}

/** Whether a request is for a page of the client, which then finds the way itself. */
export function isPage(method: string, url: string): boolean {
  const pathname = url.split(/[?#]/, 1)[0] ?? ''
  return (method === 'GET' || method === 'HEAD') && !OWN.test(pathname) && path.extname(pathname) === ''
}
