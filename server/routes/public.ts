import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { emptyPage } from '../../schema/documents/html-page.ts'
import { documents } from '../../schema/words/da/documents.ts'
import { server as words } from '../../schema/words/da/server.ts'
import { FONTS, LIST } from '../public/publications.ts'
import type { Api } from './api.ts'

const schema = { hide: true }
/** So many a minute for one address: an office may be one. */
const bounded = { schema, config: { rateLimit: { max: 300, timeWindow: 60_000 } } }
const KEPT = { 'cache-control': 'public, max-age=60' }
/** A file of another content has another name. */
const KEPT_FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' }

/** Published minutes, for anybody. In Danish, whoever asks: so are the minutes. */
export function publicRoutes(
  app: FastifyInstance,
  { accounts, publications }: Pick<Api, 'accounts' | 'publications'>,
): void {
  const nothing = (reply: FastifyReply, text: { title: string; text: string }) => {
    void reply.code(404).header('cache-control', 'no-store')
    return sendPage(reply, emptyPage(text, documents, publications.site))
  }

  for (const address of [LIST, `${LIST}/`])
    app.get<{ Querystring: { side?: string } }>(address, bounded, async ({ query }, reply) => {
      const html = await publications.list(Number(query.side ?? 1))
      if (html === null) return nothing(reply, words.nothingPublic)
      return sendPage(reply.headers(KEPT), html)
    })

  app.get<{ Params: { id: string } }>(`${LIST}/:id`, bounded, async ({ params, headers }, reply) => {
    const page = await publications.page(params.id)
    if (page === null) return nothing(reply, words.notPublished)
    void reply.headers({ ...KEPT, etag: page.etag })
    if (headers['if-none-match'] === page.etag) return reply.code(304).send()
    return sendPage(reply, page.html)
  })

  app.get<{ Params: { id: string } }>(`${LIST}/:id/forhaandsvisning`, bounded, async (request, reply) => {
    const session = await accounts.session(request.headers)
    const html = session && (await publications.preview(session.user, request.params.id))
    if (html === null) return nothing(reply, words.nothingPublic)
    return sendPage(reply.header('cache-control', 'no-store'), html)
  })

  app.get<{ Params: { file: string } }>(`${FONTS}/:file`, { schema }, async ({ params }, reply) => {
    const bytes = publications.font(params.file)
    if (bytes === null) return nothing(reply, words.nothingPublic)
    return reply.headers(KEPT_FOR_EVER).type('font/woff2').send(bytes)
  })

  app.get(`${LIST}/*`, { schema }, (_, reply) => nothing(reply, words.nothingPublic))
}

/** A page that can load its fonts and nothing else, and has no style but its own. */
function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return reply
    .header('content-security-policy', policy.join('; '))
    .type('text/html; charset=utf-8')
    .send(html)
}
