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

/** How long until what could not be fetched is asked for again, in ms; a network that is back is told of at once. */
const AGAIN = 5_000

/** What is being fetched, or is there, by what fetches it: however many want it, it is asked for once at a time. */
const fetched = new WeakMap<() => Promise<unknown>, Promise<unknown>>()

/** Fetches something when the browser is idle; what cannot be fetched is asked for again until it is there (rule O34). */
export function fetchWhenIdle<T>(fetch: () => Promise<T>): Promise<T> {
  const coming = (fetched.get(fetch) as Promise<T> | undefined) ?? untilThere(fetch)
  fetched.set(fetch, coming)
  return coming
}

async function untilThere<T>(fetch: () => Promise<T>): Promise<T> {
  for (let ready = whenIdle(); ; ready = untilOnline()) {
    await ready
    try {
      return await fetch()
    } catch {
      // Without it the text is there all the same.
    }
  }
}

function untilOnline(): Promise<void> {
  return new Promise((over) => {
    const done = (): void => {
      clearTimeout(timer)
      removeEventListener('online', done)
      over()
    }
    const timer = setTimeout(done, AGAIN)
    addEventListener('online', done)
  })
}
