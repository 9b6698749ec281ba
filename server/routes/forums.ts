import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { failures } from '../errors.ts'
import { typed, type Api } from './api.ts'
import { languageOf, signedIn } from './guard.ts'
import * as shapes from './shapes.ts'

const forumId = z.object({ id: shapes.id })
const organisationId = z.object({ id: shapes.id, organisation: z.string().min(1).max(64) })
const memberId = z.object({ id: shapes.id, user: z.string().min(1).max(64) })

/** Forums, their organisations and their members. */
export function forumRoutes(app: FastifyInstance, api: Api): void {
  const routes = typed(app)
  const { accounts, forums, members } = api

  routes.post(
    '/api/forums',
    { schema: { body: shapes.newForum, response: { 200: shapes.forum } } },
    async (request) => {
      const user = await signedIn(accounts, request)
      if (!user.operator && !(await forums.isSecretary(user.id))) throw failures.operatorOnly()
      const forum = await forums.create(user.id, request.body)
      await accounts.rightsChanged([user.id], user)
      return forum
    },
  )

  routes.get(
    '/api/forums/:id',
    { schema: { params: forumId, response: { 200: shapes.forum } } },
    async (request) => forums.get((await signedIn(accounts, request)).id, request.params.id),
  )

  routes.patch(
    '/api/forums/:id',
    { schema: { params: forumId, body: shapes.forumChanges, response: { 200: shapes.forum } } },
    async (request) => forums.change((await signedIn(accounts, request)).id, request.params.id, request.body),
  )

  routes.post(
    '/api/forums/:id/organisations',
    { schema: { params: forumId, body: shapes.newOrganisation, response: { 200: shapes.organisation } } },
    async (request) =>
      forums.addOrganisation((await signedIn(accounts, request)).id, request.params.id, request.body.name),
  )

  routes.patch(
    '/api/forums/:id/organisations/:organisation',
    {
      schema: {
        params: organisationId,
        body: shapes.newOrganisation,
        response: { 200: shapes.organisation },
      },
    },
    async (request) => {
      const { id, organisation } = request.params
      const user = await signedIn(accounts, request)
      return forums.renameOrganisation(user.id, id, organisation, request.body.name)
    },
  )

  routes.delete(
    '/api/forums/:id/organisations/:organisation',
    { schema: { params: organisationId, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id, organisation } = request.params
      await forums.removeOrganisation((await signedIn(accounts, request)).id, id, organisation)
      return reply.code(204).send(null)
    },
  )

  routes.post(
    '/api/forums/:id/members',
    { schema: { params: forumId, body: shapes.newMember, response: { 200: shapes.invitation } } },
    async (request) =>
      members.invite(await signedIn(accounts, request), request.params.id, request.body, languageOf(request)),
  )

  routes.patch(
    '/api/forums/:id/members/:user',
    { schema: { params: memberId, body: shapes.memberChanges, response: { 200: shapes.member } } },
    async (request) =>
      members.change(await signedIn(accounts, request), request.params.id, request.params.user, request.body),
  )

  routes.delete(
    '/api/forums/:id/members/:user',
    { schema: { params: memberId, response: { 204: z.null() } } },
    async (request, reply) => {
      await members.remove(await signedIn(accounts, request), request.params.id, request.params.user)
      return reply.code(204).send(null)
    },
  )

  routes.post(
    '/api/forums/:id/members/:user/link',
    { schema: { params: memberId, response: { 200: shapes.invitation } } },
    async (request) =>
      members.newLink(
        await signedIn(accounts, request),
        request.params.id,
        request.params.user,
        languageOf(request),
      ),
  )
}
