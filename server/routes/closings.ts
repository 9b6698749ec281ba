import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { typed, type Api } from './api.ts'
import { signedIn } from './guard.ts'
import * as shapes from './shapes.ts'

const params = z.object({ id: shapes.id })
const ofItem = z.object({ id: shapes.id, item: shapes.itemId })

/** Closing items of a meeting, and opening them again. */
export function closingRoutes(app: FastifyInstance, { accounts, closings }: Api): void {
  const routes = typed(app)

  routes.get(
    '/api/meetings/:id/closed',
    { schema: { params, response: { 200: shapes.closedItems } } },
    async (request) => closings.list(await signedIn(accounts, request), request.params.id),
  )

  routes.post(
    '/api/meetings/:id/items/:item/close',
    { schema: { params: ofItem, body: shapes.itemClosing, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id, item } = request.params
      await closings.close(await signedIn(accounts, request), id, item, request.body)
      return reply.code(204).send(null)
    },
  )

  routes.post(
    '/api/meetings/:id/items/:item/open',
    { schema: { params: ofItem, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id, item } = request.params
      await closings.open(await signedIn(accounts, request), id, item)
      return reply.code(204).send(null)
    },
  )
}
