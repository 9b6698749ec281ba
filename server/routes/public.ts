import type { FastifyInstance, FastifyReply } from 'fastify'
import { emptyPage } from '../../schema/documents/html.ts'
import { documents } from '../../schema/words/da/documents.ts'
import { server as words } from '../../schema/words/da/server.ts'
import type { Api } from './api.ts'

const HTML = 'text/html; charset=utf-8'

/** Published minutes, for anybody. In Danish, whoever asks: so are the minutes. */
export function publicRoutes(app: FastifyInstance, { publications }: Pick<Api, 'publications'>): void {
  app.get<{ Params: { id: string } }>(
    '/offentlig/:id',
    { schema: { hide: true } },
    async ({ params, headers }, reply) => {
      const page = await publications.page(params.id)
      if (page === null) return nothing(reply, words.notPublished)
      void reply.headers({ 'cache-control': 'public, max-age=60', etag: page.etag })
      if (headers['if-none-match'] === page.etag) return reply.code(304).send()
      return reply.type(HTML).send(page.html)
    },
  )
  for (const address of ['/offentlig', '/offentlig/', '/offentlig/*'])
    app.get(address, { schema: { hide: true } }, (_, reply) => nothing(reply, words.nothingPublic))
}

function nothing(reply: FastifyReply, { title, text }: { title: string; text: string }): FastifyReply {
  const html = emptyPage(title, text, documents)
  return reply.code(404).header('cache-control', 'no-store').type(HTML).send(html)
}
