import type { ApiError } from '../schema/api.ts'
import { SERVER_WORDS, fill, type Language, type ServerWords } from '../schema/words/index.ts'

export type ErrorId = keyof ServerWords['errors']

/** A failure that is told to the one who asked, in their words. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly id: ErrorId,
    private readonly values: Record<string, string | number> = {},
  ) {
    super(id)
  }

  in(language: Language): ApiError {
    const { errors } = SERVER_WORDS[language]
    return { error: { id: this.id, message: fill(errors[this.id], this.values) } }
  }
}

/** One constructor per error. */
export const failures = {
  signIn: () => new Failure(401, 'signIn'),
  foreignOrigin: () => new Failure(403, 'foreignOrigin'),
  forbidden: () => new Failure(403, 'forbidden'),
  operatorOnly: () => new Failure(403, 'operatorOnly'),
  linkNotYours: () => new Failure(403, 'linkNotYours'),
  unknownForum: () => new Failure(404, 'unknownForum'),
  unknownMember: () => new Failure(404, 'unknownMember'),
  unknownMeeting: () => new Failure(404, 'unknownMeeting'),
  unknownOrganisation: () => new Failure(400, 'unknownOrganisation'),
  organisationInUse: () => new Failure(409, 'organisationInUse'),
  unknownRoute: () => new Failure(404, 'unknownRoute'),
  idTaken: () => new Failure(409, 'idTaken'),
  alreadyMember: () => new Failure(409, 'alreadyMember'),
  addressStays: () => new Failure(409, 'addressStays'),
  addressTaken: () => new Failure(409, 'addressTaken'),
  lastSecretary: () => new Failure(409, 'lastSecretary'),
  noDraft: () => new Failure(409, 'noDraft'),
  meetingRemoved: () => new Failure(410, 'meetingRemoved'),
  phaseStep: () => new Failure(409, 'phaseStep'),
  phaseMoved: () => new Failure(409, 'phaseMoved'),
  phaseErrors: (what: string) => new Failure(409, 'phaseErrors', { what }),
  phaseWarnings: (what: string) => new Failure(409, 'phaseWarnings', { what }),
  reasonNeeded: (n: number) => new Failure(400, 'reasonNeeded', { n }),
  noRound: () => new Failure(409, 'noRound'),
  noRecord: () => new Failure(404, 'noRecord'),
  nobodyAsked: () => new Failure(400, 'nobodyAsked'),
  deadlinePast: () => new Failure(400, 'deadlinePast'),
  unknownItem: () => new Failure(404, 'unknownItem'),
  itemMoved: () => new Failure(409, 'itemMoved'),
  readersMoved: () => new Failure(409, 'readersMoved'),
  closesOutSelf: () => new Failure(400, 'closesOutSelf'),
  unknownGuest: () => new Failure(404, 'unknownGuest'),
  alreadyGuest: () => new Failure(409, 'alreadyGuest'),
  linkUsed: () => new Failure(410, 'linkUsed'),
  linkOld: () => new Failure(410, 'linkOld'),
  linkUnknown: () => new Failure(404, 'linkUnknown'),
  tooOften: (seconds: number) => new Failure(429, 'tooOften', { seconds }),
  badRequest: (what: string) => new Failure(400, 'badRequest', { what }),
  tooLarge: () => new Failure(413, 'tooLarge'),
  mailFailed: () => new Failure(502, 'mailFailed'),
  internal: () => new Failure(500, 'internal'),
}
