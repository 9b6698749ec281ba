import type { FastifyInstance } from 'fastify'
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

  routes.get('/api/overview', { schema: { response: { 200: shapes.overview } } }, async (request) =>
    api.meetings.overview(await signedIn(api.accounts, request)),
  )
}
