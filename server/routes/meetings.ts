import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { typed, type Api } from './api.ts'
import { signedIn } from './guard.ts'
import * as shapes from './shapes.ts'

const params = z.object({ id: shapes.id })

/** Meetings. Their text goes through the rooms. */
export function meetingRoutes(app: FastifyInstance, { accounts, meetings }: Api): void {
  const routes = typed(app)

  routes.put(
    '/api/meetings/:id',
    { schema: { params, body: shapes.newMeeting, response: { 200: shapes.meeting } } },
    async (request) => meetings.put((await signedIn(accounts, request)).id, request.params.id, request.body),
  )

  routes.get(
    '/api/meetings/:id',
    { schema: { params, response: { 200: shapes.meeting } } },
    async (request) => meetings.get((await signedIn(accounts, request)).id, request.params.id),
  )
}
