/** How long something may wait for the browser to have nothing else to do, in ms. */
const PATIENCE = 300

const asks = 'requestIdleCallback' in globalThis

/** Runs something when nothing is being typed or drawn, or soon in any case; not every browser says when it is idle. */
export function askIdle(run: () => void): number {
  return asks ? requestIdleCallback(run, { timeout: PATIENCE }) : Number(setTimeout(run, PATIENCE))
}

export function cancelIdle(asked: number): void {
  if (asks) cancelIdleCallback(asked)
  else clearTimeout(asked)
}

/** Resolves when the browser is idle. */
export function whenIdle(): Promise<void> {
  return new Promise((idle) => askIdle(idle))
}
