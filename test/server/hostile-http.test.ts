import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer } from '../../server/open.ts'
import { builtFiles, startServer, type Person, type TestServer } from './harness.ts'
import { temporaryFolder } from './sync-server.ts'

let server: TestServer
let nanna: Person
beforeAll(async () => {
  server = await startServer()
  nanna = await server.person('nanna@fjordland.example', { operator: true })
})
afterAll(() => server.close())

interface Heard {
  status: number
  head: string
  body: string
}

/** Asks exactly as it is written; a client would tidy the address first. */
async function ask(method: string, address: string, body = '', headers: string[] = []): Promise<Heard> {
  const { hostname, port, host } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const lines = [`${method} ${address} HTTP/1.1`, `Host: ${host}`, `Cookie: ${nanna.cookie}`, ...headers]
  socket.write(`${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
  const answer = await text(socket)
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body: rest.join('\r\n\r\n') }
}

test.each([
  '/api/me',
  '/%61pi/me',
  '/api/%6de',
  '/api/overview?_=1.css',
  '/api/session',
  '/api/openapi.json',
  '/api/nothing',
  '/nothing.js',
  '/assets/..%2f..%2fpackage.json',
  '/offentlig/nothing',
])('H26 what %s answers is kept by no cache', async (address) => {
  const { head } = await ask('GET', address)
  expect(/^cache-control: (.*)$/m.exec(head)?.[1]).toBe('no-store')
})

test.each([
  ['half a letter', '/api/meetings/%FF%FF', 400],
  ['a name without end', `/api/meetings/${'a'.repeat(300)}`, 400],
  ['a name of nothing', '/api/meetings/%00%00%00%00%00%00%00%00', 400],
  ['what every object has', '/api/meetings/__proto__', 400],
  ['an address beside one', '/api/me%00', 404],
  ['one with a stroke too many', '/api//me', 404],
  ['one that goes up', '/api/forums/..%2f..%2fme', 400],
])('H6 an address with %s is a failure by name', async (_what, address, status) => {
  const answer = await ask('GET', address)
  expect(answer.status).toBe(status)
  const { error } = JSON.parse(answer.body) as { error: { id: string; message: string } }
  expect(error.id).toBe(status === 400 ? 'badRequest' : 'unknownRoute')
})

test.each([
  ['nested without end', '['.repeat(200_000)],
  ['that changes what every object has', '{"name":"x","__proto__":{"name":"y"}}'],
  ['that names a constructor', '{"name":"x","constructor":{"prototype":{}}}'],
  ['of nothing', 'null'],
  ['that is a number', '1e999'],
  ['that is a list', '["name"]'],
  ['with a name that is none', '{"name":{"$ne":""}}'],
  ['with a name without end', `{"name":"${'x'.repeat(100_000)}"}`],
])('H6 a body %s is a failure by name', async (_what, body) => {
  const answer = await ask('PATCH', '/api/me', body, ['Content-Type: application/json'])
  expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('"id":"badRequest"')])
})

test('H27 a request has a minute to arrive', () => {
  const { requestTimeout, headersTimeout } = server.server.http.server
  expect([requestTimeout, headersTimeout]).toEqual([60_000, 60_000])
})

test.each([
  ['a line break', 'Nanna\r\nBcc: alle@fjordland.example', 'Nanna Bcc: alle@fjordland.example'],
  ['the end of a string', 'Nanna\u0000Dyrlund', 'Nanna Dyrlund'],
  ['a mark that turns what follows', 'Nanna \u202edyrlund\u2066', 'Nanna  dyrlund'],
  ['letters of any language', ' Ægir Þórsson 李\u200d👩\u200d🚒 ', 'Ægir Þórsson 李\u200d👩\u200d🚒'],
])('H28 a name with %s is one line', async (_what, name, kept) => {
  const { status, body } = await server.call('PATCH', '/api/me', { cookie: nanna.cookie, body: { name } })
  expect([status, (body.user as { name: string }).name]).toEqual([200, kept])
})

test.each(['\u200b\u200b', '\u00a0', '\u0007', '\u2066\u2069', '\ufeff'])(
  'H28 a name that nobody could see is none (%j)',
  async (name) => {
    const { status, body } = await server.call('PATCH', '/api/me', { cookie: nanna.cookie, body: { name } })
    expect([status, body.error?.id]).toEqual([400, 'badRequest'])
  },
)

test('H5 a form of another site, which asks with the user’s cookies, changes nothing', async () => {
  const headers = ['Origin: http://evil.example', 'Content-Type: text/plain']
  for (const address of ['/api/sign-out', '/api/sign-in', '/%61pi/sign-out']) {
    const answer = await ask('POST', address, '{}', headers)
    expect([address, answer.status]).toEqual([address, 403])
  }
  expect((await ask('GET', '/api/me')).status).toBe(200)
})

test.each([
  ['http://localhost:8080', 'HttpOnly; SameSite=Lax'],
  ['https://samreferat.example', 'HttpOnly; Secure; SameSite=Lax'],
])(
  'H1 no script reads the cookie of a session, and no other site sends it along: %s',
  async (baseUrl, flags) => {
    const { dir, remove } = await temporaryFolder()
    const config = { port: 0, host: '127.0.0.1', dataDir: dir, smtpUrl: null, mailFrom: '', trustProxy: '' }
    const { accounts, http, close } = await openServer({ ...config, baseUrl }, await builtFiles(), {
      logLevel: 'silent',
    })
    const user = await accounts.create('nanna@fjordland.example', 'Nanna')
    const link = await accounts.link({ user, forum: null, next: '/', shownTo: null, life: 60_000 })
    const { headers } = await http.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { token: link.split('#')[1] },
    })
    expect(String(headers['set-cookie'])).toMatch(new RegExp(`; Path=/; ${flags}$`))
    expect(headers['strict-transport-security'] !== undefined).toBe(baseUrl.startsWith('https'))
    await close()
    await remove()
  },
)
