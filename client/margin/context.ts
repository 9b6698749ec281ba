import { createContext } from 'svelte'
import type { OpenMargin } from './open-margin.svelte.ts'

const [get, set] = createContext<OpenMargin>()

/** The margin this component stands in. */
export const getMargin = get
export const setMargin = set
