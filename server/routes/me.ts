import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { typed, type Api } from './api.ts'
import { signedIn } from './guard.ts'
import * as shapes from './shapes.ts'

/** Who asks, and everything their overview shows. */
export function meRoutes(app: FastifyInstance, api: Api): void {
  const routes = typed(app)
  const mail = api.mailer !== null

  routes.get('/api/me', { schema: { response: { 200: shapes.me } } }, async (request) => ({
    user: await signedIn(api.accounts, request),
    mail,
  }))

  // Asked by whoever does not know: that nobody is signed in is no failure then.
  routes.get(
    '/api/session',
    { schema: { response: { 200: shapes.me, 204: z.null() } } },
    async (request, reply) => {
      const session = await api.accounts.session(request.headers)
      if (session === null) return reply.code(204).send(null)
      return { user: await api.accounts.user(session.user), mail }
    },
  )

  routes.patch(
    '/api/me',
    { schema: { body: shapes.myChanges, response: { 200: shapes.me } } },
    async (request) => {
      const { id } = await signedIn(api.accounts, request)
      await api.accounts.change(id, request.body)
      api.renamed(id)
      return { user: await api.accounts.user(id), mail }
    },
  )

  routes.get('/api/overview', { schema: { response: { 200: shapes.overview } } }, async (request) => {
    const user = await signedIn(api.accounts, request)
    const overview = await api.meetings.overview(user)
    const awaited = await api.hearings.awaitedOf(user.id, overview.meetings)
    return awaited.length === 0 ? overview : { ...overview, awaited }
  })
}
