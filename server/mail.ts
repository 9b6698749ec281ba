import { createTransport } from 'nodemailer'

export interface Mail {
  to: string
  subject: string
  text: string
}

/** Sends mail; null where the server has no SMTP_URL. */
export type Mailer = (mail: Mail) => Promise<void>

export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(url)
  return async (mail) => {
    await transport.sendMail({ from, ...mail })
  }
}
