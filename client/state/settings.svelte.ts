import { WORDS, type Language, type Words } from '../../schema/words/index.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const LANGUAGES = ['da', 'en'] as const satisfies readonly Language[]

/** Keys of what is kept in the browser, whoever is signed in. */
const KEY = { language: 'samreferat.language', theme: 'samreferat.theme', shared: 'samreferat.shared' }

export type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Language, appearance and whether others use the computer: kept here, not on the server (rule U18). */
export class Settings {
  language: Language = $state('da')
  theme: Theme = $state('system')
  /** Somebody said at sign-in that others use this computer too. */
  shared = $state(false)
  /** False when the browser refuses storage: choices then hold until the page is closed. */
  kept = $state(true)
  readonly words: Words = $derived(WORDS[this.language])

  constructor(private readonly box: Box) {
    this.language = LANGUAGES.find((known) => known === this.read(KEY.language)) ?? 'da'
    this.theme = THEMES.find((known) => known === this.read(KEY.theme)) ?? 'system'
    this.shared = this.read(KEY.shared) === 'yes'
  }

  setLanguage(language: Language): void {
    this.language = language
    this.write(KEY.language, language)
  }

  setTheme(theme: Theme): void {
    this.theme = theme
    this.write(KEY.theme, theme)
  }

  setShared(shared: boolean): void {
    this.shared = shared
    this.write(KEY.shared, shared ? 'yes' : null)
  }

  private read(key: string): string | null {
    try {
      return this.box.getItem(key)
    } catch {
      this.kept = false
      return null
    }
  }

  private write(key: string, value: string | null): void {
    try {
      if (value === null) this.box.removeItem(key)
      else this.box.setItem(key, value)
    } catch {
      this.kept = false
    }
  }
}
