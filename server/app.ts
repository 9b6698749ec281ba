import { randomInt } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { paperRoom } from '../schema/protocol.ts'
import { Accounts } from './accounts/accounts.ts'
import type { Auth } from './accounts/auth.ts'
import { Failure, failures } from './errors.ts'
import { Forums } from './forums/forums.ts'
import { Invitations } from './forums/invitations.ts'
import { Hearings } from './hearings/hearings.ts'
import { MarginReader } from './hearings/margin-reader.ts'
import { Reminders } from './hearings/reminders.ts'
import { Members } from './forums/members.ts'
import type { Mailer } from './mail.ts'
import { latenessOf } from './margin/lateness.ts'
import { Margins } from './margin/margins.ts'
import { keepMentions } from './margin/mentions.ts'
import { Guests } from './meetings/guests.ts'
import { Meetings } from './meetings/meetings.ts'
import { Removals } from './meetings/removals.ts'
import { Phases } from './meetings/phases.ts'
import { roomAccess } from './meetings/room-access.ts'
import type { Projector } from './projections/projector.ts'
import { readFonts } from './public/fonts.ts'
import { FONTS, Publications } from './public/publications.ts'
import { clientRoutes, isPage } from './routes/client.ts'
import { forumRoutes } from './routes/forums.ts'
import { hearingRoutes } from './routes/hearings.ts'
import { languageOf, ownOrigin } from './routes/guard.ts'
import { meRoutes } from './routes/me.ts'
import { guestRoutes, meetingRoutes, phaseRoutes } from './routes/meetings.ts'
import { publicRoutes } from './routes/public.ts'
import * as shapes from './routes/shapes.ts'
import { closingRoutes } from './routes/closings.ts'
import { signInRoutes } from './routes/sign-in.ts'
import type { Api } from './routes/api.ts'
import type { Database } from './store/database.ts'
import type { Ledger } from './store/store.ts'
import { Door } from './sync/door.ts'
import { Doorkeeper } from './sync/doorkeeper.ts'
import { Rooms } from './sync/rooms.ts'
import { Closings } from './zones/closings.ts'

/** Everything an app is made of. Whoever makes a part closes it, after the app. */
export interface Parts {
  db: Database
  auth: Auth
  ledger: Ledger
  projector: Projector
  mailer: Mailer | null
  baseUrl: string
  /** Proxies whose word on who asks is taken. */
  trustProxy: string
  /** The built client; served when it is there. */
  clientDir: string
  now: () => number
  newId: () => string
  /** Warnings and errors go to the log; none: nothing is written. */
  logLevel: 'warn' | 'silent'
  heartbeat?: number
  /** Milliseconds of quiet before threads follow what has changed. */
  quiet?: number
}

export interface App {
  http: FastifyInstance
  rooms: Rooms
  door: Door
  accounts: Accounts
  forums: Forums
  members: Members
  meetings: Meetings
  phases: Phases
  hearings: Hearings
  guests: Guests
  margins: Margins
  /** Sends everybody away, saves what is open and stops listening. */
  close(): Promise<void>
}

/** Asked for a sign of life this often, in milliseconds; y-websocket gives up after 30 s of silence. */
const HEARTBEAT = 20_000
const BODY_MAX = 1024 * 1024
/** Milliseconds that a request may take to arrive. */
const REQUEST_TIMEOUT = 60_000

/** Wires the parts. Call `http.listen` on it. */
export async function createApp(parts: Parts): Promise<App> {
  const { db, ledger, projector, mailer, baseUrl, now, newId } = parts
  const isOwnOrigin = ownOrigin(baseUrl)
  const http = fastify({
    logger: { level: parts.logLevel },
    bodyLimit: BODY_MAX,
    trustProxy: parts.trustProxy,
    requestTimeout: REQUEST_TIMEOUT,
    frameworkErrors: (error, request, reply) => void tellError(error, request, reply),
  })
  const accounts = new Accounts({
    db,
    auth: parts.auth,
    baseUrl,
    now,
    ended: (user) => door.reauthorise({ user }),
  })
  const rooms: Rooms = new Rooms({
    ledger,
    now,
    log: http.log,
    clerk: (name) => margins.clerk(name),
    opened: (room) => {
      void projector.opened(room)
      margins.opened(room)
    },
    saved: (room) => {
      projector.changed(room)
      margins.saved(room)
    },
    closing: async (room) => {
      await projector.closing(room)
      await margins.closing(room)
    },
    forgotten: (room) => margins.forgotten(room),
  })
  const door: Door = new Door(http.server, {
    rooms,
    access: new Doorkeeper(roomAccess(db, accounts)),
    log: http.log,
    isOwnOrigin,
    now,
    heartbeat: parts.heartbeat ?? HEARTBEAT,
  })
  const forums = new Forums({
    db,
    newId,
    now,
    changed: (forum) => {
      door.reauthorise({ forum })
      void margins.refresh()
    },
  })
  const invitations = new Invitations({ db, accounts, mailer, baseUrl, now, log: http.log })
  const members = new Members({
    db,
    forums,
    accounts,
    invitations,
    now,
    changed: (forum, user) => door.reauthorise({ forum, user }),
  })
  const meetings = new Meetings({ db, forums, now })
  const margins: Margins = new Margins({
    ledger,
    projector,
    rooms: () => rooms,
    lateness: (meeting) => latenessOf({ db, meetings }, meeting),
    mentioned: (zone, mentions) => keepMentions(db, zone, mentions),
    newClient: () => randomInt(1, 2 ** 32 - 1),
    log: http.log,
    quiet: parts.quiet,
  })
  const reader = new MarginReader({ db, ledger, rooms, projector })
  const hearings = new Hearings({
    db,
    meetings,
    reader,
    newId,
    now,
    changed: (meeting) => {
      door.reauthorise({ meeting })
      void margins.refresh([meeting])
    },
  })
  const reminders = new Reminders({ db, meetings, hearings, reader, mailer, baseUrl, now, log: http.log })
  const closings = new Closings({
    db,
    ledger,
    meetings,
    projector,
    rooms,
    now,
    accounts,
    changed: (meeting) => door.reauthorise({ meeting }),
    remade: (zone) => margins.remade(zone),
  })
  const phases = new Phases({
    db,
    meetings,
    hearings,
    now,
    lint: async (meeting, ...asked) =>
      projector.lint(await rooms.updates(paperRoom(meeting)), await closings.papers(meeting), ...asked),
    isOpening: (meeting) => closings.isOpening(meeting),
    changed: (meeting) => {
      door.reauthorise({ meeting })
      void margins.refresh([meeting])
    },
  })
  const removals = new Removals({
    db,
    ledger,
    meetings,
    rooms,
    now,
    log: http.log,
    ended: (meeting) => door.endMeeting(meeting),
  })
  const guests = new Guests({
    db,
    forums,
    meetings,
    accounts,
    invitations,
    now,
    changed: (meeting, user) => door.reauthorise({ meeting, user }),
  })
  await routes(http, parts, isOwnOrigin, {
    accounts,
    forums,
    members,
    meetings,
    phases,
    hearings,
    reminders,
    guests,
    removals,
    closings,
    publications: new Publications({ db, rooms, projector, now, fonts: await readFonts(FONTS) }),
    mailer,
    sessionEnded: (session) => door.endSession(session),
    renamed: (user) => door.reauthorise({ user }),
  })
  const close = async () => {
    await door.close()
    await margins.close()
    await rooms.drain()
    await http.close()
  }
  return { http, rooms, door, accounts, forums, members, meetings, phases, hearings, guests, margins, close }
}

async function routes(
  http: FastifyInstance,
  parts: Parts,
  isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean,
  api: Api,
): Promise<void> {
  http.setValidatorCompiler(validatorCompiler)
  http.setSerializerCompiler(serializerCompiler)
  http.setErrorHandler(tellError)
  await http.register(helmet, security(parts.baseUrl))
  await http.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => failures.tooOften(Math.ceil(ttl / 1000)),
  })
  await http.register(swagger, {
    openapi: { info: { title: 'Samreferat', version: '1' }, servers: [{ url: parts.baseUrl }] },
    transform: jsonSchemaTransform,
  })
  http.addHook('onRequest', async ({ method, headers }) => {
    const changes = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
    const foreign = !isOwnOrigin(headers.origin, headers.host) || headers['sec-fetch-site'] === 'cross-site'
    if (changes && foreign) throw failures.foreignOrigin()
  })
  http.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  http.addHook('onRoute', (route) => {
    const { response } = (route.schema ?? {}) as { response?: Record<string, unknown> }
    if (response) response['4xx'] = shapes.failure
  })
  // The routes come after the plugins, for those see only what is registered later.
  await http.register(async (app) => {
    signInRoutes(app, api)
    meRoutes(app, api)
    forumRoutes(app, api)
    meetingRoutes(app, api)
    phaseRoutes(app, api)
    hearingRoutes(app, api)
    guestRoutes(app, api)
    closingRoutes(app, api)
    publicRoutes(app, api)
  })
  http.get('/api/openapi.json', { schema: { hide: true } }, () => http.swagger())
  await clientRoutes(http, parts.clientDir)
  http.setNotFoundHandler((request, reply) => {
    if (isPage(request.method, request.url) && 'sendFile' in reply) return reply.sendFile('index.html')
    return tellError(failures.unknownRoute(), request, reply)
  })
}

/** Strict, but for inline style attributes, which the editor's tables and cursors use. */
function security(baseUrl: string) {
  const https = baseUrl.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        // Older browsers take no WebSocket for their own host's.
        connectSrc: ["'self'", baseUrl.replace(/^http/, 'ws')],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Over plain http a browser would remember them and find no way back.
    hsts: https,
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
  }
}

function tellError(
  error: FastifyError | Failure,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const failure = failureOf(error)
  if (failure.status >= 500) request.log.error({ error: String(error), url: request.url }, 'a request failed')
  return reply.code(failure.status).send(failure.in(languageOf(request)))
}

function failureOf(error: FastifyError | Failure): Failure {
  if (error instanceof Failure) return error
  if (hasZodFastifySchemaValidationErrors(error))
    return failures.badRequest(
      error.validation.map(({ instancePath, message }) => `${instancePath} ${message}`.trim()).join('; '),
    )
  if (error.statusCode === 413) return failures.tooLarge()
  return error.statusCode !== undefined && error.statusCode < 500
    ? failures.badRequest(error.message)
    : failures.internal()
}
