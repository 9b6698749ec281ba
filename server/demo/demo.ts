import type { App } from '../app.ts'

export async function demoLinks(_server: Pick<App, 'accounts'>, _now: number): Promise<string[]> {
  return []
}
