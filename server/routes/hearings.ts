import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { typed, type Api } from './api.ts'
import { languageOf, signedIn } from './guard.ts'
import * as shapes from './shapes.ts'

const params = z.object({ id: shapes.id })

/** Rounds of answers to agendas and minutes. The answers themselves go through the margin. */
export function hearingRoutes(app: FastifyInstance, { accounts, hearings, reminders }: Api): void {
  const routes = typed(app)

  routes.get(
    '/api/meetings/:id/hearing',
    { schema: { params, response: { 200: shapes.termsList } } },
    async (request) => hearings.terms(await signedIn(accounts, request), request.params.id),
  )

  routes.patch(
    '/api/meetings/:id/hearing',
    { schema: { params, body: shapes.roundChanges, response: { 200: shapes.meeting } } },
    async (request) => hearings.change(await signedIn(accounts, request), request.params.id, request.body),
  )

  routes.post(
    '/api/meetings/:id/hearing/reminders',
    { schema: { params, response: { 200: shapes.reminded } } },
    async (request) =>
      reminders.send(await signedIn(accounts, request), request.params.id, languageOf(request)),
  )

  routes.get(
    '/api/meetings/:id/hearing/record',
    { schema: { params, response: { 200: shapes.hearingRecord } } },
    async (request) => hearings.record(await signedIn(accounts, request), request.params.id),
  )
}
