import type { Component } from 'svelte'
import type { Route } from '../state/routes.ts'

/** Each page is fetched when it is first gone to. */
export function pageOf(route: Route): Promise<{ default: Component<{ id: string }> | Component }> {
  switch (route.name) {
    case 'overview':
      return import('./overview/Overview.svelte')
    case 'signIn':
      return import('./entry/SignIn.svelte')
    case 'signOut':
      return import('./entry/SignOut.svelte')
    case 'welcome':
      return import('./entry/Welcome.svelte')
    case 'forums':
      return import('./forum/Forums.svelte')
    case 'forum':
      return import('./forum/Forum.svelte')
    case 'meeting':
      return import('../meeting/Meeting.svelte')
    case 'missing':
      return import('./Missing.svelte')
  }
}

/** A page is drawn anew when this changes. */
export function keyOf(route: Route): string {
  return 'id' in route ? `${route.name}/${route.id}` : route.name
}
