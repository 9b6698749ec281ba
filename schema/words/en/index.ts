import { pages } from './pages-en.ts'
import { screen } from './screen-en.ts'

export const en = { ...screen, ...pages }
