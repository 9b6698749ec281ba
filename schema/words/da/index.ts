import { pages } from './pages-da.ts'
import { screen } from './screen-da.ts'

export const da = { ...screen, ...pages }
