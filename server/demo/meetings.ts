import type { MeetingJson } from '../../schema/meeting.ts'
import { addDays, type Day } from '../../schema/deadlines.ts'
import type { Phase } from '../../schema/phases.ts'
import { item, meeting, p, recommendation, task } from './builders.ts'
import { demoDays, monthBefore, spokenDay, type DemoDays } from './days.ts'
import {
  ANSWERS,
  DRAFT_REMARKS,
  OPEN_REMARKS,
  SETTLED_REMARKS,
  type DemoAnswer,
  type DemoRemark,
} from './remarks.ts'

/** A phase that a demo meeting has come to, and the day on which it did. */
export interface DemoStep {
  to: Phase
  day: Day
}

export interface DemoMeeting {
  id: string
  meeting: MeetingJson
  /** In order; none: it is a draft. */
  steps: DemoStep[]
  /** What is said beside it, in order. */
  remarks: DemoRemark[]
  /** What was answered to its minutes. */
  answers: DemoAnswer[]
}

/** The demo's meetings as seen from a day: two held, one whose agenda is being written, one some weeks ahead. */
export function demoMeetings(today: Day): DemoMeeting[] {
  const days = demoDays(today)
  return [
    {
      id: '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0106',
      meeting: held(days),
      steps: approvedSteps(days.before),
      remarks: SETTLED_REMARKS,
      answers: ANSWERS,
    },
    {
      id: '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107',
      meeting: current(days),
      steps: liveSteps(days.current),
      remarks: OPEN_REMARKS,
      answers: [],
    },
    {
      id: '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0108',
      meeting: planned(days),
      ...UNTOUCHED,
      remarks: DRAFT_REMARKS,
    },
    { id: '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0109', meeting: begun(days), ...UNTOUCHED },
  ]
}

const UNTOUCHED = { steps: [], remarks: [], answers: [] }

function liveSteps(held: Day): DemoStep[] {
  return [
    { to: 'sent', day: addDays(held, -15) },
    { to: 'live', day: held },
  ]
}

function approvedSteps(held: Day): DemoStep[] {
  return [
    ...liveSteps(held),
    { to: 'hearing', day: addDays(held, 6) },
    { to: 'approved', day: addDays(held, 18) },
  ]
}

function held({ before, current }: DemoDays): MeetingJson {
  return meeting({
    kind: 'minutes',
    number: 6,
    date: before,
    place: 'Mødelokale Fyret, Lyngø Rådhus',
    nextMeetings: [{ date: current, start: '09:00', end: '11:00', place: 'Birkevang Rådhus' }],
    items: [
      item('demo-6-1', 'Godkendelse af dagsorden', {
        presenters: ['Thorkild Enevoldsen'],
        duration: 5,
        minutes: [p('Dagsordenen blev godkendt.')],
      }),
      item('demo-6-2', 'Fælles vej for henvisning af unge med skolefravær', {
        presenters: ['Vibeke Stenderup'],
        duration: 30,
        kind: 'discussion',
        case: [
          p(
            'Begge kommuner henviser i dag unge med langvarigt skolefravær ad hver sin vej. Psykiatrien modtager omkring 40 henvisninger om måneden, og hver tredje sendes tilbage, fordi oplysninger mangler.',
          ),
        ],
        recommendation: recommendation(
          'drøfter, om henvisningerne skal samles ét sted',
          'peger på, hvem der beskriver en fælles vej.',
        ),
        minutes: [
          p(
            'Direktørforum drøftede forslaget. Der var enighed om, at én indgang vil spare familierne for ventetid.',
          ),
          task('demo-task-1', 'Vibeke Stenderup', [before, 17], 'beskriver fælles vej for henvisning'),
        ],
        outcomes: [{ kind: 'discussed', point: 1, to: null }],
        attachments: ['Henvisninger fordelt på kommuner'],
      }),
      item('demo-6-3', 'Kommissorium for datagruppen', {
        presenters: ['Esben Tvede'],
        duration: 20,
        kind: 'decision',
        case: [p('Datagruppen skal samle de tal, som forummet følger, og har brug for et kommissorium.')],
        recommendation: recommendation('godkender kommissoriet.'),
        minutes: [
          p('Indstillingen blev godkendt med den tilføjelse, at PLO-Fjordland får en plads i gruppen.'),
          task('demo-task-2', 'Nanna Dyrlund', [before, 38], 'sender kommissoriet til formændene'),
        ],
        outcomes: [{ kind: 'adoptedWith', point: null, to: null }],
        attachments: ['Udkast til kommissorium'],
      }),
      item('demo-6-4', 'Eventuelt', { duration: 5, minutes: [p('Ingen bemærkninger.')] }),
    ],
  })
}

function current({ current, next }: DemoDays): MeetingJson {
  return meeting({
    kind: 'minutes',
    number: 7,
    date: current,
    apologies: ['Mads Overgaard'],
    nextMeetings: [{ date: next, start: '09:00', end: '11:00', place: 'Lyngø Rådhus' }],
    items: [
      item('demo-7-1', 'Velkomst og godkendelse af dagsorden', {
        presenters: ['Karen Holmskov'],
        duration: 5,
        minutes: [
          p(
            `Dagsordenen blev godkendt. Punkt 6 udsættes til mødet den ${spokenDay(next)}, fordi datagrundlaget endnu ikke er kvalitetssikret.`,
          ),
        ],
      }),
      item('demo-7-2', 'Handleplanen: status på de ni indsatser', {
        presenters: ['Rasmus Hvidtfeldt'],
        duration: 25,
        kind: 'decision',
        case: [
          p(
            `Sekretariatet har indhentet status fra alle indsatsejere. Seks indsatser følger planen, to er forsinkede, og indsats 7 om medicingennemgang på plejehjem har ligget stille siden ${monthBefore(current, 4)}, fordi der mangler en projektleder.`,
          ),
        ],
        recommendation: recommendation(
          'tager status for de grønne indsatser til efterretning',
          'beslutter, hvem der stiller med projektleder til indsats 7.',
        ),
        minutes: [
          p(
            'Lyngø Kommune stiller med projektleder til indsats 7 indtil videre. Chefforum følger de to gule indsatser og vender tilbage, hvis tidsplanen skrider yderligere.',
          ),
          task(
            'demo-task-3',
            'Rasmus Hvidtfeldt',
            [current, 15],
            'melder projektlederens navn til sekretariatet',
          ),
        ],
        outcomes: [{ kind: 'adopted', point: null, to: null }],
        attachments: ['Statusoversigt for handleplanen'],
      }),
      item('demo-7-3', 'Fælles udskrivningskonference for ældre patienter', {
        presenters: ['Jørn Aastrup', 'Signe Ravnborg'],
        duration: 30,
        kind: 'decision',
        case: [
          p(
            `Siden ${monthBefore(current, 6)} har to sengeafsnit og hjemmeplejen i begge kommuner holdt et kort, dagligt videomøde om de borgere, der ventes hjem inden for et døgn. Hjælpemidler, medicin og første besøg skal være aftalt, før borgeren forlader hospitalet.`,
          ),
          p(
            'Opgørelsen omfatter 214 forløb. Personalet oplever færre afbrudte udskrivninger, men ordningen er sårbar i weekenden, hvor bemandingen ikke er fast.',
          ),
        ],
        recommendation: recommendation(
          'drøfter erfaringerne fra de to sengeafsnit',
          'beslutter, om konferencen skal udbredes til hele det medicinske område.',
        ),
        minutes: [
          p(
            'Direktørforum drøftede erfaringerne. Der var enighed om, at videomødet skal ligge på et fast tidspunkt hver dag, så hjemmeplejen kan planlægge efter det. Vibeke Stenderup foreslog, at formen også prøves på et psykiatrisk afsnit.',
          ),
          task('demo-task-4', 'Esben Tvede', [current, 57], 'beskriver to modeller for weekenddækning'),
        ],
        attachments: [
          `Opgørelse over forløb, ${monthBefore(current, 6)}–${monthBefore(current, 2)}`,
          'Oplæg til udbredelse på det medicinske område',
        ],
      }),
      item('demo-7-4', 'Fremskudt psykiatrisk rådgivning i kommunerne', {
        presenters: ['Vibeke Stenderup'],
        duration: 20,
        kind: 'discussion',
        case: [
          p(
            'Medarbejdere på kommunale bosteder kan i dag ringe til Psykiatriens rådgivningslinje på hverdage. Linjen bruges mest af Lyngø Kommune, og halvdelen af opkaldene handler om borgere, der allerede har en behandlingsplan.',
          ),
        ],
        recommendation: recommendation(
          'drøfter, om åbningstiden skal dække aftener',
          'peger på to bosteder, der kan afprøve faste besøgsdage.',
        ),
        attachments: ['Brug af rådgivningslinjen det seneste år'],
      }),
      item('demo-7-5', 'Fordeling af klyngens udviklingsmidler', {
        presenters: ['Karen Holmskov'],
        duration: 15,
        kind: 'decision',
        case: [p('Der er søgt om midler til fem projekter. Rammen rækker til tre.')],
        recommendation: recommendation('prioriterer de fem ansøgninger.'),
      }),
      item('demo-7-6', 'Genindlæggelser: det første fælles datasæt', {
        presenters: ['Esben Tvede'],
        duration: 15,
        kind: 'discussion',
        outcomes: [{ kind: 'postponed', point: null, to: next }],
      }),
      item('demo-7-7', 'Gensidig orientering', { presenters: ['Alle'], duration: 10, kind: 'information' }),
      item('demo-7-8', 'Eventuelt', { presenters: ['Karen Holmskov'], duration: 5 }),
    ],
  })
}

function planned({ next, later }: DemoDays): MeetingJson {
  return meeting({
    number: 8,
    date: next,
    nextMeetings: [{ date: later, start: '09:00', end: '11:00', place: 'Birkevang Rådhus' }],
    place: 'Mødelokale Fyret, Lyngø Rådhus',
    items: [
      item('demo-8-1', 'Godkendelse af dagsorden', { presenters: ['Thorkild Enevoldsen'], duration: 5 }),
      item('demo-8-2', 'Genindlæggelser: det første fælles datasæt', {
        presenters: ['Esben Tvede'],
        duration: 25,
        kind: 'discussion',
        case: [p('Punktet er udsat fra sidste møde. Datasættet er nu kvalitetssikret af begge kommuner.')],
      }),
      item('demo-8-3', 'Temadag fra årshjulet', {
        presenters: ['Nanna Dyrlund'],
        duration: 20,
        kind: 'decision',
      }),
      item('demo-8-4', 'Eventuelt', { duration: 5 }),
    ],
  })
}

function begun({ later }: DemoDays): MeetingJson {
  return meeting({
    number: 9,
    date: later,
    items: [
      item('demo-9-1', 'Godkendelse af dagsorden', { presenters: ['Karen Holmskov'], duration: 5 }),
      item('demo-9-2', 'Modeller for weekenddækning', {
        presenters: ['Esben Tvede'],
        duration: 30,
        kind: 'decision',
      }),
      item('demo-9-3', 'Gensidig orientering', { presenters: ['Alle'], duration: 15, kind: 'information' }),
      item('demo-9-4', 'Eventuelt', { duration: 5 }),
    ],
  })
}
