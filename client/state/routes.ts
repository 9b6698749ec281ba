/** The pages of the client and their addresses (rule U3). */
export type Route =
  | { name: 'overview' }
  | { name: 'signIn' }
  | { name: 'signOut' }
  | { name: 'welcome' }
  | { name: 'forums' }
  | { name: 'forum'; id: string }
  | { name: 'meeting'; id: string }
  | { name: 'missing'; path: string }

const PLAIN: Record<string, Route> = {
  '/': { name: 'overview' },
  '/log-ind': { name: 'signIn' },
  '/log-ud': { name: 'signOut' },
  '/velkommen': { name: 'welcome' },
  '/fora': { name: 'forums' },
}

/** The page at a path (without query and hash); a slash at the end makes no difference. */
export function routeOf(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
  const found = PLAIN[plain]
  if (found) return found
  const [, kind, id] = /^\/(forum|moede)\/([0-9a-zA-Z-]+)$/.exec(plain) ?? []
  if (id === undefined) return { name: 'missing', path }
  return kind === 'forum' ? { name: 'forum', id } : { name: 'meeting', id }
}

export function pathOfForum(id: string): string {
  return `/forum/${id}`
}

/** Address of a published meeting as anybody may read it; the server's own, no page of the client. */
export function pathOfPublic(meeting: string): string {
  return `/offentlig/${meeting}`
}

/** Address of the same page before it is published, for those who publish it. */
export function pathOfPreview(meeting: string): string {
  return `${pathOfPublic(meeting)}/forhaandsvisning`
}

/** Address of a meeting; with an item's id it opens at that item. */
export function pathOfMeeting(id: string, item?: string): string {
  return item === undefined ? `/moede/${id}` : `/moede/${id}#${item}`
}

/** Pages that need nobody to be signed in. */
export function isOpen(route: Route): boolean {
  return route.name === 'signIn' || route.name === 'missing'
}

/** The path an address leads to within the client, seen from the page at `here`; null when the browser is to handle it. */
export function pathInside(href: string, here: string): string | null {
  if (href === '') return null
  const url = new URL(href, here)
  const from = new URL(here)
  if (url.origin !== from.origin || routeOf(url.pathname).name === 'missing') return null
  // A jump within the page is the browser's.
  if (url.pathname === from.pathname && url.hash !== '') return null
  return url.pathname + url.search + url.hash
}
