export const keys = {
  title: 'Genvejstaster',
  rows: {
    regions: 'Næste eller forrige område',
    items: 'Forrige eller næste punkt',
    find: 'Find i mødet',
    move: 'Flyt punkt i dagsordenen',
    lift: 'Løft et punkt, flyt det med pilene, og sæt det på plads',
    menu: 'Menu på et punkt i dagsordenen',
    bar: 'Redigeringslinjen',
    undo: 'Fortryd egne ændringer, gentag',
    marks: 'Fed, kursiv, link',
    lists: 'Nummereret liste, punktliste, opgave',
    insert: 'Indsæt, henvisning',
    attendance: 'Til stede, afbud, suppleant på fremmødefiguren',
    keys: 'Denne liste',
  },
}
