import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { typed, type Api } from './api.ts'
import { languageOf, signedIn } from './guard.ts'
import * as shapes from './shapes.ts'

const params = z.object({ id: shapes.id })
const guestId = z.object({ id: shapes.id, user: z.string().min(1).max(64) })

/** Meetings. Their text goes through the rooms. */
export function meetingRoutes(app: FastifyInstance, { accounts, meetings, removals }: Api): void {
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

  routes.delete(
    '/api/meetings/:id',
    { schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removals.remove(await signedIn(accounts, request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}

/** The way of a meeting through its phases. */
export function phaseRoutes(app: FastifyInstance, { accounts, phases }: Api): void {
  const routes = typed(app)

  routes.post(
    '/api/meetings/:id/phase',
    { schema: { params, body: shapes.phaseStep, response: { 200: shapes.meeting } } },
    async (request) =>
      phases.set(await signedIn(accounts, request), request.params.id, request.body, languageOf(request)),
  )

  routes.get(
    '/api/meetings/:id/phases',
    { schema: { params, response: { 200: shapes.phaseChanges } } },
    async (request) => phases.history(await signedIn(accounts, request), request.params.id),
  )

  routes.get(
    '/api/meetings/:id/findings',
    {
      schema: {
        params,
        querystring: z.object({ to: shapes.phase }),
        response: { 200: shapes.findings },
      },
    },
    async (request) =>
      phases.findings(await signedIn(accounts, request), request.params.id, request.query.to),
  )
}

/** Guests of one meeting. */
export function guestRoutes(app: FastifyInstance, { accounts, guests }: Api): void {
  const routes = typed(app)

  routes.get(
    '/api/meetings/:id/guests',
    { schema: { params, response: { 200: z.array(shapes.guest) } } },
    async (request) => guests.list(await signedIn(accounts, request), request.params.id),
  )

  routes.post(
    '/api/meetings/:id/guests',
    { schema: { params, body: shapes.newGuest, response: { 200: shapes.guestInvitation } } },
    async (request) =>
      guests.invite(await signedIn(accounts, request), request.params.id, request.body, languageOf(request)),
  )

  routes.delete(
    '/api/meetings/:id/guests/:user',
    { schema: { params: guestId, response: { 204: z.null() } } },
    async (request, reply) => {
      await guests.remove(await signedIn(accounts, request), request.params.id, request.params.user)
      return reply.code(204).send(null)
    },
  )

  routes.post(
    '/api/meetings/:id/guests/:user/link',
    { schema: { params: guestId, response: { 200: shapes.guestInvitation } } },
    async (request) =>
      guests.newLink(
        await signedIn(accounts, request),
        request.params.id,
        request.params.user,
        languageOf(request),
      ),
  )
}
