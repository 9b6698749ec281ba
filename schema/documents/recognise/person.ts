import { emptyPerson, type Attendance, type PersonFunction, type PersonJson } from '../../meeting.ts'
import { absencesOf } from './absences.ts'
import { Dictionary, singleSpaced } from './names.ts'
import { isName, isRoleWord, isShortName, piecesOf, isOrganisation, type Piece } from './pieces.ts'

const FUNCTIONS = new Dictionary<PersonFunction>([
  ['cochair', '((regional|kommunal|fælles) )?(med|næst)formand'],
  ['chair', 'formand|mødeleder|ordstyrer|dirigent|mødeformand|leder af mødet|leder mødet'],
  ['host', '(møde)?vært'],
  ['minutetaker', '(møde)?referent|ref'],
  ['secretary', '((regional|kommunal|fælles|møde) ?)?sekretær'],
  ['substitute', 'suppleant'],
])
const ATTENDANCES = new Dictionary<Attendance>([
  ['apology', '(har )?(meldt )?afbud|med afbud|forhindret'],
  ['absent', 'fraværende|ikke til ?stede|deltog ikke|udeblevet|ikke mødt'],
  ['guest', 'gæst'],
  ['observer', 'observatør'],
  ['present', 'til ?stede|deltog|mødt|x'],
  ['secretariat', 'sekretariat(et)?'],
])
/** Where somebody works, not only how they take part. */
const OFFICE = /^sekretariatet$/i
const SUBSTITUTE =
  /^(?:(?:deltog|mødte|møder|deltager)\s+)?(?:som\s+)?(?:suppleant|stedfortræder|i stedet|afløser|substitut|vikar|repræsentant i stedet)\s+for\s+(.+)$/i
const PARTLY = /\b(punkt|pkt|item)\b/i
const STANDS_FOR = /\sfor\s/i
const SEVERAL = /\s*(?:,|\/|\bog\b)\s*/
const STANDS_IN = /(?<!,)\s+(?=(?:i stedet|som suppleant|suppleant|stedfortræder) for\s)/gi
const QUALIFIED = /^(regional|kommunal|fælles)\s/i

/** What a word in parentheses, or after a comma or dash, says of a person; null when it is something else. */
export function remarkOf(text: string):
  | (Partial<Pick<PersonJson, 'attendance' | 'substituteFor' | 'absences'>> & {
      functions?: PersonFunction[]
      /** To keep as printed: "regional medformand" says more than the function. */
      kept?: string
    })
  | null {
  const word = text.trim().replace(/[.:;]+$/, '')
  const substitute = STANDS_FOR.test(word) ? SUBSTITUTE.exec(word) : null
  if (substitute?.[1] && isShortName(substitute[1].replace(/,.*$/, '')))
    return { functions: ['substitute'], substituteFor: substitute[1].trim() }
  const absences = PARTLY.test(word) ? absencesOf(word) : null
  if (absences) return { absences }
  const attendance = ATTENDANCES.get(word)
  if (attendance) return { attendance, ...(OFFICE.test(word) ? { kept: word } : {}) }
  const one = functionOf(word)
  if (one) return { functions: [one], ...(QUALIFIED.test(word) ? { kept: word } : {}) }
  const several = SEVERAL.test(word) ? word.split(SEVERAL).map(functionOf) : []
  return several.length > 1 && several.every((found) => found !== null) ? { functions: several } : null
}

export const functionOf = (word: string): PersonFunction | null => FUNCTIONS.get(word) ?? null

/** The persons a line or a table cell names; empty when none is recognised. */
export function readPersons(source: string): PersonJson[] {
  const text = singleSpaced(source).trim()
  if (!text || text.length > 4000) return []
  const semicolons = text.split(/\s*;\s*/).filter(Boolean)
  if (semicolons.length > 1) return semicolons.flatMap(readPersons)
  return readNameList(text) ?? readFlattened(text)
}

/** "Karen Holm, Jørn Aa og Lis Berg (referent)": nothing but names. */
function readNameList(text: string): PersonJson[] | null {
  const parts = splitOutside(text)
  if (parts.length < 2) return null
  const persons: PersonJson[] = []
  for (const part of parts) {
    const { bare, remarks } = takeRemarks(part)
    if (!isName(bare)) return null
    persons.push(apply(emptyPerson(bare), remarks))
  }
  return persons
}

const SEPARATED = /,|^(?:og|samt)\s|\s(?:og|samt|&)\s/

/** Splits at commas and "og" outside parentheses. */
export function splitOutside(text: string): string[] {
  if (!SEPARATED.test(text)) return text.trim() ? [text.trim()] : []
  return splitCommas(text)
    .flatMap((part) => part.split(/\s+(?:og|samt|&)\s+(?=\p{Lu})/u))
    .map((part) => part.replace(/^(og|samt)\s+/, '').trim())
    .filter(Boolean)
}

function splitCommas(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '(') depth++
    if (char === ')') depth = Math.max(0, depth - 1)
    if (char !== ',' || depth > 0) continue
    parts.push(text.slice(from, at))
    from = at + 1
  }
  return [...parts, text.slice(from)]
}

/** Takes parentheses and what stands after a dash off a part. */
function takeRemarks(part: string): { bare: string; remarks: string[] } {
  const remarks: string[] = []
  let bare = part.replace(/\(([^()]{1,200})\)/g, (_, inside: string) => {
    remarks.push(inside)
    return ' '
  })
  for (let dash = lastDash(bare); dash; dash = lastDash(bare)) {
    if (!remarkOf(dash[2] ?? '')) break
    remarks.push(dash[2] ?? '')
    bare = dash[1] ?? ''
  }
  return {
    bare: bare
      .replace(/\s+/g, ' ')
      .replace(/\s*[.:]$/, '')
      .trim(),
    remarks,
  }
}

/** "… Hospital- Mødeleder", "… Psykiatrien - Afbud". */
const lastDash = (text: string) => /^(.*\S)\s*(?:\s[-–—]|[-–—]\s)\s*([^-–—]{2,60})$/.exec(text.trim())

function readFlattened(text: string): PersonJson[] {
  const { bare, remarks } = takeRemarks(text)
  const builder = new Builder()
  for (const part of splitCommas(bare.replace(/\s[-–—]\s/g, ', ').replace(STANDS_IN, ', ')))
    builder.part(part.trim())
  const persons = builder.finish()
  const last = persons.at(-1)
  if (last) apply(last, remarks)
  return persons
}

/** Adds what remarks say; an organisation or title in parentheses is one, anything else stays with the title. */
function apply(person: PersonJson, remarks: string[]): PersonJson {
  for (const text of remarks) {
    const remark = remarkOf(text)
    if (remark) applyRemark(person, remark)
    else if (isOrganisation(text) && !person.organisation) person.organisation = text
    else applyParts(person, text)
  }
  return person
}

function applyParts(person: PersonJson, text: string): void {
  for (const part of splitCommas(text).map((one) => one.trim())) {
    const remark = remarkOf(part)
    if (remark) applyRemark(person, remark)
    else if (isOrganisation(part) && !person.organisation) person.organisation = part
    else person.title = join(person.title, part)
  }
}

export function applyRemark(person: PersonJson, remark: NonNullable<ReturnType<typeof remarkOf>>): void {
  for (const one of remark.functions ?? []) if (!person.functions.includes(one)) person.functions.push(one)
  if (remark.attendance) person.attendance = remark.attendance
  if (remark.substituteFor) person.substituteFor = remark.substituteFor
  if (remark.absences) person.absences.push(...remark.absences)
  if (remark.kept) person.title = join(person.title, remark.kept)
}

/** A title or an organisation that no word of it names, only its place and its capital letter; null when there is none. */
export function guessedOffice({ title, organisation }: PersonJson): string | null {
  if (organisation !== null && !isOrganisation(organisation)) return organisation
  const isKnown = title === null || title.split(/[\s,]+/).some(isRoleWord) || remarkOf(title) !== null
  return isKnown ? null : title
}

const join = (before: string | null, more: string) => (before ? `${before}, ${more}` : more)

/** Puts the pieces of a line together; a second name begins a second person. */
class Builder {
  private readonly done: PersonJson[] = []
  private person: PersonJson | null = null
  private title: string | null = null
  private organisation: string | null = null
  private titleFirst = false

  part(text: string): void {
    const remark = remarkOf(text)
    if (remark && this.person) return applyRemark(this.person, remark)
    for (const piece of piecesOf(text)) {
      const split = splitFunction(piece)
      this.piece(split.piece)
      if (split.found) this.addFunction(split.found)
    }
  }

  finish(): PersonJson[] {
    if (this.person && this.title) this.person.title = join(this.person.title, this.title)
    this.flush()
    return this.done
  }

  private addFunction(text: string): void {
    const remark = remarkOf(text)
    if (remark && this.person) applyRemark(this.person, remark)
    else this.title = join(this.title, text)
  }

  private piece(piece: Piece): void {
    switch (piece.kind) {
      case 'name':
        return this.nameFound(piece.text)
      case 'title':
        return this.titleFound(piece.text)
      case 'organisation':
        return this.organisationFound(piece.text)
      case 'place':
        return this.placeFound(piece.text)
      case 'other':
        return this.otherFound(piece.text)
    }
  }

  private nameFound(text: string): void {
    if (this.person) this.flush()
    else this.titleFirst = this.title !== null
    this.person = { ...emptyPerson(text), title: this.title, organisation: this.organisation }
    this.title = this.organisation = null
  }

  private titleFound(text: string): void {
    const next = this.titleFirst && this.person?.organisation
    if (this.person && !next) this.person.title = join(this.person.title, text)
    else if (text) this.title = join(this.title, text)
  }

  private organisationFound(text: string): void {
    if (this.person) this.person.organisation = join(this.person.organisation, text)
    else this.organisation = join(this.organisation, text)
  }

  /** A lone word: part of the organisation before it, or an organisation of its own. */
  private placeFound(text: string): void {
    if (!this.person) {
      if (this.organisation) this.organisation = join(this.organisation, text)
      else this.title = join(this.title, text)
    } else this.person.organisation = join(this.person.organisation, text)
  }

  private otherFound(text: string): void {
    if (!this.person) this.title = join(this.title, text)
    else if (/^\p{Lu}/u.test(text) && !this.person.organisation) this.person.organisation = text
    else this.person.title = join(this.person.title, text)
  }

  private flush(): void {
    if (!this.person) return
    this.done.push(this.person)
    this.person = null
  }
}

/** "Leder af X og kommunal sekretær": the function at the end is a function, the rest the title. */
function splitFunction(piece: Piece): { piece: Piece; found: string | null } {
  const split = piece.kind === 'title' ? /^(.+?)\s+(?:og|samt|&)\s+((?:\S+\s)?\S+)$/.exec(piece.text) : null
  if (!split?.[2] || !functionOf(split[2])) return { piece, found: null }
  return { piece: { ...piece, text: split[1] ?? '' }, found: split[2] }
}
