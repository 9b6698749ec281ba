import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { isMadeUp } from '../../schema/address.ts'
import { SERVER_WORDS, fill, type Language } from '../../schema/words/index.ts'
import { typed, type Api } from './api.ts'
import { languageOf } from './guard.ts'
import * as shapes from './shapes.ts'

/** Minutes that a link asked for on the sign-in page is good for. */
const LINK_MINUTES = 20
/** So many of them stand beside each other, so that nobody ends another's by asking in their name (rule H2). */
const LINKS = 5
/** Links asked for a minute from one address: each is a mail. */
const ASKED = { rateLimit: { max: 10, timeWindow: 60_000 } }
/** Links opened a minute from one address. Nobody guesses a token; an office may be one address. */
const OPENED = { rateLimit: { max: 120, timeWindow: 60_000 } }

/** Sign-in by one-time link: the link carries its token after `#`, and only a POST spends it. */
export function signInRoutes(app: FastifyInstance, api: Api): void {
  const routes = typed(app)

  routes.post(
    '/api/sign-in/request',
    {
      config: ASKED,
      schema: { body: shapes.signInRequest, response: { 202: z.object({ mail: z.boolean() }) } },
    },
    async (request, reply) => {
      // Not awaited: known and unknown addresses get the same answer after the same time.
      void sendLink(api, request.body.email, languageOf(request)).catch((error: unknown) =>
        request.log.error({ error: String(error) }, 'a sign-in link could not be sent'),
      )
      return reply.code(202).send({ mail: api.mailer !== null })
    },
  )

  routes.post(
    '/api/sign-in/look',
    { config: OPENED, schema: { body: shapes.token, response: { 200: shapes.looked } } },
    async (request) => api.accounts.look(request.body.token),
  )

  routes.post(
    '/api/sign-in',
    { config: OPENED, schema: { body: shapes.token, response: { 200: shapes.signedIn } } },
    async (request, reply) => {
      const { user, next, cookies } = await api.accounts.signIn(request.body.token)
      setCookies(reply, cookies)
      return { user, next }
    },
  )

  routes.post('/api/sign-out', { schema: { response: { 204: z.null() } } }, async (request, reply) => {
    const session = await api.accounts.session(request.headers)
    if (session) {
      setCookies(reply, await api.accounts.signOut(request.headers))
      api.sessionEnded(session.id)
    }
    return reply.code(204).send(null)
  })
}

async function sendLink({ accounts, mailer }: Api, email: string, language: Language): Promise<void> {
  // A made-up address has no mailbox, and the links printed for it are the way in (rule H19).
  const user = mailer && !isMadeUp(email) ? await accounts.find(email) : null
  if (!mailer || user === null || (await accounts.standingLinks(user)) >= LINKS) return
  const life = LINK_MINUTES * 60_000
  const link = await accounts.link({ user, forum: null, next: '/', shownTo: null, life, beside: true })
  const words = SERVER_WORDS[language].mail
  const text = fill(words.signInText, { minutes: LINK_MINUTES, link })
  await mailer({ to: email, subject: words.signInSubject, text })
}

function setCookies(reply: FastifyReply, cookies: string[]): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie)
}
