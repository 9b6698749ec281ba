import type { PersonFunction } from '../../schema/meeting.ts'
import type { Role } from '../../schema/roles.ts'

/** The fictional forum's people and organisations. Nobody here exists. */
export const FORUM = {
  id: '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0001',
  name: 'Direktørforum',
  partOf: 'Sundhedsklynge Øst',
}

export const ORGANISATIONS = [
  'Region Fjordland',
  'Universitetshospital',
  'Psykiatrien',
  'Lyngø Kommune',
  'Birkevang Kommune',
  'PLO-Fjordland',
  'Patientudvalget',
] as const

export interface DemoPerson {
  name: string
  email: string
  title: string
  organisation: (typeof ORGANISATIONS)[number]
  role: Role
  functions: PersonFunction[]
}

export const PEOPLE: DemoPerson[] = [
  person('Karen Holmskov', 'fjordland', 'koncerndirektør, medformand', 'Region Fjordland', 'chair', [
    'cochair',
    'chair',
  ]),
  person('Nanna Dyrlund', 'fjordland', 'sekretariatet', 'Region Fjordland', 'secretary', ['minutetaker']),
  person('Jørn Aastrup', 'uh.fjordland', 'hospitalsdirektør', 'Universitetshospital', 'member'),
  person('Esben Tvede', 'uh.fjordland', 'sekretariatet', 'Universitetshospital', 'member'),
  person('Vibeke Stenderup', 'psykiatri.fjordland', 'direktør', 'Psykiatrien', 'member'),
  person('Thorkild Enevoldsen', 'lyngoe', 'direktør, medformand', 'Lyngø Kommune', 'chair', ['cochair']),
  person('Rasmus Hvidtfeldt', 'lyngoe', 'sekretariatet', 'Lyngø Kommune', 'secretary', ['secretary']),
  person('Signe Ravnborg', 'birkevang', 'direktør', 'Birkevang Kommune', 'member', ['host']),
  person('Amalie Kragelund', 'birkevang', 'sekretariatet', 'Birkevang Kommune', 'member'),
  person('Mads Overgaard', 'plo-fjordland', 'praktiserende læge', 'PLO-Fjordland', 'member'),
  person('Ulla Frimodt', 'patientudvalget', 'udpeget medlem', 'Patientudvalget', 'member'),
  person('Bent Rosenlund', 'patientudvalget', 'stedfortræder', 'Patientudvalget', 'observer', ['substitute']),
]

function person(
  name: string,
  domain: string,
  title: string,
  organisation: DemoPerson['organisation'],
  role: Role,
  functions: PersonFunction[] = [],
): DemoPerson {
  const local = name
    .toLowerCase()
    .replace(/ø/g, 'oe')
    .replace(/å/g, 'aa')
    .replace(/æ/g, 'ae')
    .replace(' ', '.')
  return { name, email: `${local}@${domain}.example`, title, organisation, role, functions }
}
