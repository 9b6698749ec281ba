import { isIP } from 'node:net'
import path from 'node:path'
import type { Language } from '../schema/words/index.ts'
import { TerminalError } from './terminal.ts'

export interface Config {
  port: number
  host: string
  dataDir: string
  /** Where users reach the server, without a slash at the end. */
  baseUrl: string
  /** Where mail goes out; null: links are shown instead. */
  smtpUrl: string | null
  mailFrom: string
  /** Proxies whose word on who asks is taken: addresses, ranges and names, with commas between. */
  trustProxy: string
}

type Environment = Record<string, string | undefined>

/** Reads the environment, here and nowhere else. @throws TerminalError that says what was expected and what came. */
export function readConfig(env: Environment): Config {
  const port = readPort(env.PORT || '8080')
  const host = env.HOST || 'localhost'
  const baseUrl = readUrl(env.BASE_URL || `http://localhost:${port}`, 'httpAddress', ['http:', 'https:'])
  if (baseUrl.pathname !== '/' || baseUrl.search !== '')
    throw new TerminalError('baseUrlPath', { came: baseUrl.href })
  const smtpUrl = env.SMTP_URL ? readUrl(env.SMTP_URL, 'smtpAddress', ['smtp:', 'smtps:']).href : null
  return {
    port,
    host,
    dataDir: path.resolve(env.DATA_DIR || './data'),
    baseUrl: baseUrl.origin,
    smtpUrl,
    mailFrom: env.MAIL_FROM || `Samreferat <samreferat@${baseUrl.hostname}>`,
    trustProxy: readProxies(env.TRUST_PROXY || 'loopback'),
  }
}

/** The language of the terminal: Danish where the computer's is. */
export function readLanguage(env: Environment): Language {
  return /^da/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'da' : 'en'
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65535) throw new TerminalError('port', { came: text })
  return port
}

function readProxies(text: string): string {
  const isKnown = (proxy: string) => {
    const [address = '', bits, ...rest] = proxy.trim().split('/')
    const family = isIP(address)
    if (family === 0) return /^(loopback|linklocal|uniquelocal)$/.test(proxy.trim())
    const most = family === 4 ? 32 : 128
    return bits === undefined || (rest.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most)
  }
  if (!text.split(',').every(isKnown)) throw new TerminalError('trustProxy', { came: text })
  return text
}

function readUrl(text: string, wrong: 'httpAddress' | 'smtpAddress', protocols: string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && protocols.includes(url.protocol) && url.host !== '') return url
  throw new TerminalError(wrong, { came: hidden(text) })
}

/** An address that is to be printed shows no password. */
function hidden(text: string): string {
  return text.replace(/:[^:@/]*@/, ':…@')
}
