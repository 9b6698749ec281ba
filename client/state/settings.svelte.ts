import type { Language, PageWords, ScreenWords, Words } from '../../schema/words/index.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const LANGUAGES = ['da', 'en'] as const satisfies readonly Language[]

/** Keys of what is kept in the browser, whoever is signed in. */
const KEY = { language: 'samreferat.language', theme: 'samreferat.theme', shared: 'samreferat.shared' }

export type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Stands in until `open` has read the words; nobody sees a `Settings` before. */
const NOT_READ = {} as Words

/** Fetches a language's words: those of the meeting's screen, and what the other pages say beside them. */
export interface Dictionary {
  screen(language: Language): Promise<ScreenWords>
  pages(language: Language): Promise<PageWords>
}

/** Language, appearance and whether others use the computer: kept here, not on the server (rule U18). */
export class Settings {
  language: Language = $state('da')
  theme: Theme = $state('system')
  /** Somebody said at sign-in that others use this computer too. */
  shared = $state(false)
  /** False when the browser refuses storage: choices then hold until the page is closed. */
  kept = $state(true)
  /** Those of the pages are there from `readPages` on. */
  words: Words = $state.raw(NOT_READ)
  /** A page has been opened that is no meeting. */
  private forPages = false

  private constructor(
    private readonly box: Box,
    private readonly dictionary: Dictionary,
  ) {
    this.language = LANGUAGES.find((known) => known === this.read(KEY.language)) ?? 'da'
    this.theme = THEMES.find((known) => known === this.read(KEY.theme)) ?? 'system'
    this.shared = this.read(KEY.shared) === 'yes'
  }

  /** Reads what was kept, and the words of its language. */
  static async open(box: Box, dictionary: Dictionary): Promise<Settings> {
    const settings = new Settings(box, dictionary)
    settings.words = await settings.fetch(settings.language)
    return settings
  }

  /** Whether the language could be had; when not, the one before stays. */
  async setLanguage(language: Language): Promise<boolean> {
    try {
      this.words = await this.fetch(language)
    } catch {
      return false
    }
    this.language = language
    this.write(KEY.language, language)
    return true
  }

  /** Every page but a meeting waits for this before it is drawn. */
  async readPages(): Promise<void> {
    this.forPages = true
    while (!('overview' in this.words)) {
      const { language } = this
      const words = await this.fetch(language)
      // Meanwhile another may have been chosen.
      if (language === this.language) this.words = words
    }
  }

  /** A meeting's screen says nothing of the pages' words, so until a page is opened they may lack. */
  private async fetch(language: Language): Promise<Words> {
    const screen = await this.dictionary.screen(language)
    if (!this.forPages) return screen as Words
    return { ...screen, ...(await this.dictionary.pages(language)) }
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
