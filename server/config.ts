import path from 'node:path'

export interface Config {
  port: number
  host: string
  dataDir: string
  /** Where users reach the server, without a slash at the end. */
  baseUrl: string
  /** Where mail goes out; null: links are shown instead. */
  smtpUrl: string | null
  mailFrom: string
}

/** A setting that the server cannot start with. */
export class ConfigError extends Error {}

/** Reads the environment, here and nowhere else. @throws ConfigError that says what was expected and what came. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const port = readPort(env.PORT || '8080')
  const host = env.HOST || 'localhost'
  const baseUrl = readUrl('BASE_URL', env.BASE_URL || `http://localhost:${port}`, ['http:', 'https:'])
  const smtpUrl = env.SMTP_URL ? readUrl('SMTP_URL', env.SMTP_URL, ['smtp:', 'smtps:']).href : null
  return {
    port,
    host,
    dataDir: path.resolve(env.DATA_DIR || './data'),
    baseUrl: baseUrl.origin,
    smtpUrl,
    mailFrom: env.MAIL_FROM || `Samreferat <samreferat@${baseUrl.hostname}>`,
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65535)
    throw new ConfigError(`PORT must be a number from 0 to 65535, but is "${text}".`)
  return port
}

function readUrl(name: string, text: string, protocols: string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const expected = protocols.map((protocol) => `${protocol}//`).join(' or ')
  if (!url || !protocols.includes(url.protocol) || url.host === '')
    throw new ConfigError(
      `${name} must be an address that begins with ${expected}, but is "${hidden(text)}".`,
    )
  if (name === 'BASE_URL' && (url.pathname !== '/' || url.search !== ''))
    throw new ConfigError(`BASE_URL must be an address without a path, but is "${text}".`)
  return url
}

/** An address that is to be printed shows no password. */
function hidden(text: string): string {
  return text.replace(/:[^:@/]*@/, ':…@')
}
