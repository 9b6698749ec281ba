import { createContext } from 'svelte'
import type { App } from './app.svelte.ts'

const [get, set] = createContext<App>()

/** The app of the page this component stands in. */
export const getApp = get
export const setApp = set
