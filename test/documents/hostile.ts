const HEAD = 'REFERAT\n\nForum Vest\n\n1. Velkomst\n\n'
const OWN =
  '<!-- samreferat/1 -->\n\n# Referat\n\n<!-- items -->\n\n## 1. Velkomst\n\n### Sagsfremstilling\n\n'
const PROSE = 'Sagen handler om et samarbejde, og der er behov for en drøftelse.\n'
const WORDS =
  'samarbejde hospital kommune plan forløb borger indsats ramme udvikling overgang aftale sundhed data møde'.split(
    ' ',
  )

type Word = (n: number) => string
const word: Word = (n) => WORDS[(n * 13) % WORDS.length] ?? ''
const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const FIRST = ['Karen', 'Jørn', 'Lis', 'Mads', 'Aase', 'Åge', 'Ida', 'Per-Ole']
const name = (n: number, any: Word) => `${FIRST[n % FIRST.length] ?? ''} ${title(any(n))}${letters(n)}`

/** A word of its own for each number. */
export function letters(n: number): string {
  let text = ''
  for (let left = n + 1; left > 0; left = Math.floor(left / 26)) text += String.fromCharCode(97 + (left % 26))
  return title(text)
}

const wholeItem = (n: number) =>
  `${n}. Punkt om samarbejde ${n} – 10 min.\n\nSagen handler om et forløb mellem hospital og kommune.\n\n` +
  `Det indstilles, at forum:\n\n1. Drøfter forslaget\n2. Godkender planen\n\nReferat:\n\nIndstillingen blev godkendt.\n\n`

function repeated(unit: string): (size: number) => string {
  return (size) => HEAD + unit.repeat(Math.floor(size / unit.length))
}

/** What stands after so many lines is read as text, so an end that matters stands before. */
const MOST_LINES = 90_000

function lines(line: (n: number, any: Word) => string, before = HEAD, after = ''): (size: number) => string {
  const most = after === '' ? Infinity : MOST_LINES
  return (size) => fill(size, (n) => `${line(n, word)}\n`, before, most) + after
}

function fill(size: number, unit: (n: number) => string, before: string, most = Infinity): string {
  const parts: string[] = [before]
  for (let length = before.length, n = 0; length < size && n < most; n++) {
    const next = unit(n)
    parts.push(next)
    length += next.length
  }
  return parts.join('')
}

/**
 * Texts that make a reader slow or hungry: each of about so many characters, of one kind of line. What a recogniser
 * looks for is what hurts it most.
 */
export const HOSTILE: Record<string, (characters: number) => string> = {
  // Prose and long lines
  'paragraphs of prose': lines(
    () => 'Sagen handler om et samarbejde, og der er behov for en drøftelse af den.\n',
  ),
  'hard-wrapped prose': lines((n, word) => `${word(n)} ${word(n + 1)} og det handler om ${word(n + 2)}`),
  'short words': repeated('ordet '),
  'one letter, one line': repeated('a'),
  'one capital letter, one line': repeated('A'),
  'one digit, one line': repeated('7'),
  'a line of spaces': (size) => `${HEAD}a${' '.repeat(size)}b`,
  'a line of tabs': repeated('a\t'),
  'a line of commas': repeated(','),
  'a line of dots': repeated('.'),
  'a line of dashes': repeated(' - '),
  'a line of slashes': repeated('/a'),
  'a line of colons': repeated('a: '),
  'lines of a hundred kilobytes': lines((n, word) => `${word(n)} `.repeat(12_000)),
  'sentences in one line': repeated(
    'Indstillingen blev godkendt med bemærkninger. Punktet udsættes til næste møde. ',
  ),
  'cut words': lines((n, word) => `${word(n)}-`),
  'cut words in one line': repeated('sam- arbejde '),
  'one letter a line': repeated('a\n'),
  'empty lines': (size) => `${HEAD}${'\n'.repeat(size)}a`,
  // Markup
  asterisks: repeated('*'),
  'open emphasis': repeated('*a '),
  'open strong': repeated('**a '),
  'strong lines': lines((n, word) => `**${word(n)} ${word(n + 1)}**`),
  underscores: repeated('_a_'),
  backslashes: repeated('\\'),
  'open links': repeated('[a]('),
  'open brackets': repeated('['),
  links: lines((n) => `[Bilag ${n}](https://eksempel.dk/${n})`),
  'open comments': repeated('<!-- '),
  'open tags': repeated('<'),
  'open paragraphs': repeated('<p>'),
  'nested paragraphs by line': repeated('<p>\n'),
  'open tables by line': repeated('<table>\n'),
  'open tables in one line': repeated('<table><tr><td>'),
  'a table in HTML': lines(
    (n, word) => `<tr><td>${word(n)}</td><td>${n}</td></tr>`,
    `${HEAD}<table>`,
    '</table>',
  ),
  'small tables in HTML': lines((n, word) => `<table><tr><td>${word(n)}</td></tr></table>\n`),
  'nested lists in HTML': repeated('<ul><li>'),
  anchors: repeated('<a href="'),
  entities: repeated('&amp;'),
  ampersands: repeated('&'),
  'nested quotations': repeated('> '),
  'quotations by line': lines((n) => `${'> '.repeat(n % 40)}citat ${n}`),
  headings: lines((n, word) => `### ${word(n)} ${n}\n`),
  'a thousand hashes a line': lines(() => '#'.repeat(1000)),
  'footnote marks': repeated('[^1]'),
  'footnote definitions': lines((n) => `[^${n % 7}]: note ${n} med [^${(n + 1) % 7}]`),
  superscripts: repeated('¹'),
  'superscript notes by line': lines((n) => `¹ note ${n}`),
  // Persons
  'short person-like lines': lines((n, word) => `${name(n, word)}`),
  'persons in a list': lines(
    (n, word) => `${name(n, word)}, direktør, ${title(word(n))} Kommune`,
    'REFERAT\n\nForum Vest\n\nDeltagere:\n',
    '\n\n1. Velkomst\n',
  ),
  'persons after the first item': lines(
    (n, word) => `${name(n, word)}, chefkonsulent, Region ${title(word(n))}`,
  ),
  'one person again and again': lines(
    () => 'Karen Holm, direktør',
    'REFERAT\n\nDeltagere:\n',
    '\n\n1. Velkomst\n',
  ),
  namesakes: lines(
    (n) => `Karen ${letters(n)} ${letters(n * 7)}`,
    'REFERAT\n\nDeltagere:\n',
    '\n\n1. Velkomst\n',
  ),
  'persons in one line': repeated('Karen Holm, Jørn Aa og Lis Berg, '),
  'persons in lines of four kilobytes': lines((n, word) => `${name(n, word)}, `.repeat(200)),
  'role words': repeated('direktør chef konsulent '),
  organisations: lines((n, word) => `${title(word(n))} Kommune og Region ${title(word(n + 1))}`),
  apologies: lines((n, word) => `Afbud: ${name(n, word)} og ${name(n + 1, word)}`),
  'apologies over lists': lines((n, word) => (n % 40 ? name(n, word) : 'Der var afbud fra:')),
  'nothing but apologies over lists': repeated('Afbud fra:\nKaren Holm\n'),
  substitutes: lines((n, word) => `${name(n, word)} deltog i stedet for ${name(n + 3, word)}.`),
  chairs: lines((n, word) => `Mødeleder: ${name(n, word)}`),
  'a table of people': lines(
    (n, word) => `${name(n, word)}\tchef\t${title(word(n))} Kommune`,
    'REFERAT\n\nNavn\tTitel\tOrganisation\n',
    '\n\n1. Velkomst\n',
  ),
  // Numbers and lists
  'numbers in order': lines((n, word) => `${n}. ${word(n)}`),
  'titles with minutes': lines((n, word) => `${n}. ${title(word(n))} ved ${name(n, word)} – 10 min.\n`),
  'number one again and again': repeated('1. a\n'),
  'numbers backwards': lines((n, word) => `${100_000 - (n % 100_000)}. ${word(n)}`),
  'numbers by chance': lines((n, word) => `${(n * 7919) % 300}. ${word(n)}\n`),
  'sub-numbers': lines((n, word) => `${n % 30}.${n % 7}.${n % 5} ${title(word(n))}\n`),
  'numbers of every style': lines(
    (n, word) => `${['', '(', 'Punkt ', 'Ad '][n % 4]}${n}${['.', ')', ':', ')'][n % 4]} ${word(n)}\n`,
  ),
  letters: lines((n, word) => `${'abcdefgh'[n % 8]}) ${word(n)}`),
  'punkt and number': lines((n, word) => `Punkt ${n}: ${title(word(n))}\n`),
  'ten thousand whole items': (size) => fill(size, (n) => wholeItem(n + 1), 'REFERAT\n\nForum Vest\n\n'),
  bullets: repeated('- a\n'),
  'bullets deeper and deeper': lines((n, word) => `${' '.repeat((n % 60) * 2)}- ${word(n)}`),
  'bullets of every mark': lines((n, word) => `${'-*+•◦▪'[n % 6]} ${word(n)}`),
  'nested bullets and numbers': lines(
    (n, word) => `${'  '.repeat(n % 9)}${n % 2 ? '- ' : `${n % 20}. `}${word(n)}`,
  ),
  'open bullets': repeated('- '),
  tasks: lines((n, word) => `- [ ] ${name(n, word)} gør ${word(n)} inden 1. maj 2026`),
  // Tables
  'rows of tabs': lines((n, word) => `${word(n)}\t${n}\t${word(n + 1)}`),
  'rows of pipes': lines((n, word) => `| ${word(n)} | ${n} | ${word(n + 1)} |`),
  'wide rows of pipes': lines((n) => `|${` ${n} |`.repeat(500)}`),
  'open rows of pipes': repeated('| a '),
  'tables of two rows': lines((n, word) => `| ${word(n)} | ${n} |\n|---|---|\n| a | b |\n`),
  'an agenda as a table': lines(
    (n, word) => `${n}\t${title(word(n))}\t${name(n, word)}\t10\tGodkendt.`,
    'REFERAT\n\nNr.\tEmne\tAnsvarlig\tTid\tReferat\n',
  ),
  'heads of agenda tables': repeated('Nr.\tEmne\tAnsvarlig\n'),
  // Dates and times
  'dates by line': lines((n) => `torsdag den ${(n % 28) + 1}. marts ${2000 + (n % 99)} kl. 9.00-10.30`),
  'dates before the first item': lines(
    (n) => `Dato: ${(n % 28) + 1}. marts kl. 9-10`,
    'REFERAT\n\n',
    '\n\n1. Velkomst\n',
  ),
  'dates in one line': repeated('den 12. marts 2026 kl. 9.00, '),
  'next meetings': lines((n) => `Næste møde: ${(n % 28) + 1}. maj`, 'REFERAT\n\n', '\n\n1. Velkomst\n'),
  'next meetings in one line': (size) =>
    `REFERAT\n\nNæste møde: ${fill(size, (n) => `${(n % 28) + 1}. maj, `, '')}\n\n1. Velkomst\n`,
  'times in one line': repeated('9.00-10.00 '),
  // Labels, heads and pages
  'labels of sections': lines(
    (n) => `${['Referat:', 'Bilag:', 'Indstilling:', 'Sagsfremstilling:'][n % 4]}\n\ntekst ${n}\n`,
  ),
  'labels without text': repeated('Referat:\n'),
  recommendations: lines(
    (n, word) => `Det indstilles, at ${word(n)}:\n1. godkender ${word(n)}\n2. drøfter ${word(n)}\n`,
  ),
  attachments: lines((n, word) => `Bilag ${n % 900}.${n % 9}: Notat om ${word(n)}`),
  annexes: lines((n, word) => `\fBilag til punkt ${n % 90}\n\n${title(word(n))}\n\nDato: 4. maj 2026\n`),
  'fields of a head': lines(
    (n, word) => `${['Sted', 'Forum', 'Emne', 'Link', 'Gæster'][n % 5]}: ${title(word(n))} ${n}`,
    'REFERAT\n\n',
    '\n\n1. Velkomst\n',
  ),
  'names of forums': lines((n) => `Udvalget for ${letters(n)}`, 'REFERAT\n\n', '\n\n1. Velkomst\n'),
  'titles of documents': lines(
    (n) => `Referat af ${n}. møde i Forum ${letters(n)} den 4. maj 2026`,
    '',
    '\n\n1. Velkomst\n',
  ),
  'tables of contents': lines((n, word) =>
    n % 50 ? `${n}. ${title(word(n))} ........ ${n % 900}` : 'Indholdsfortegnelse',
  ),
  'heads of tables of contents': repeated('Indholdsfortegnelse\n'),
  'pages with a running head': lines((n) => `\fForum Vest side ${n}\n\nSagen handler om ${letters(n)}.\n`),
  'page numbers': lines((n) => `Side ${n % 999} af 999\n`),
  'page breaks': repeated('\f\n'),
  'sentences a page break splits': lines(
    (n, word) => `${word(n)} og det handler om et længere forløb, som også\n\f\nfortsætter`,
  ),
  'text before the first item': lines(
    (n, word) => `Noget om ${word(n)} uden plads.\n`,
    'REFERAT\n\n',
    '\n\n1. Velkomst\n',
  ),
  'headings before the first item': lines(
    (n, word) => `## ${title(word(n))}\n\nNoget.\n`,
    'REFERAT\n\n',
    '\n\n1. Velkomst\n',
  ),
  'standing items': lines(
    (n) => `${['Eventuelt', 'Næste møde', 'Meddelelser', 'Siden sidst'][n % 4]}\n\ntekst\n`,
  ),
  'titles printed again': lines((n, word) => `${n}. ${title(word(n >> 1))}\n`),
  // Characters
  'control characters': (size) => `${PROSE.repeat(1100)}${'\u0001\u0002'.repeat(size / 2)}`,
  'a control character a word': repeated(
    'ordet er her i dag og det er noget\u0001 godt for os alle sammen i morgen ',
  ),
  'returns alone': repeated('ord\r'),
  'separators of lines and paragraphs': repeated('ord\u2028ord\u2029'),
  'hard spaces': repeated('a\u00a0'),
  'soft hyphens': repeated('a\u00ad'),
  joiners: repeated('a\u200d'),
  'accents upon accents': repeated('\u0301'),
  'accents in the wrong order': repeated('a\u0323\u0301\u0316\u0300'),
  'accents without end, out of order': (size) => `${HEAD}a${'\u0301\u0323'.repeat(size / 2)}`,
  'emoji of families': repeated('👩‍👩‍👧‍👦 '),
  'halves of characters': repeated('\ud83d '),
  'letters that grow in lower case': repeated('İ'),
  'letters of another script': repeated('漢字 '),
  'from right to left': repeated('\u202eabc\u202c '),
  'full-width figures': lines((n) => `１２. ${letters(n)}`),
  'replacement characters': (size) => `${PROSE.repeat(1100)}${'\ufffd'.repeat(size)}`,
  // Our own Markdown
  'our own Markdown, bullets': lines((n, word) => `- ${word(n)}`, OWN),
  'our own Markdown, items': (size) =>
    fill(size, (n) => `## ${n + 1}. Sag\n\n### Referat\n\nGodkendt.\n\n`, OWN),
  'our own Markdown, nested': lines((n, word) => `${'  '.repeat(n % 50)}- ${word(n)}`, OWN),
  'our own Markdown, open marks': (size) => `${OWN}${'**a '.repeat(size / 4)}`,
  'our own Markdown, notes': lines((n) => `a[^${n}]\n\n[^${n}]: note ${n}\n`, OWN),
}
