import { describe, expect, it, vi } from 'vitest'
import type { Forum } from '../../schema/api.ts'
import { PageMenu } from '../../client/parts/page-menu.svelte.ts'
import { initials } from '../../client/parts/people.ts'
import { isLastSecretary, isMail, mayCreateForum, myColour } from '../../client/state/people.ts'
import { Failure } from '../../client/state/server.ts'
import { ForumPage } from '../../client/views/forum/forum-page.svelte.ts'
import { byOrganisation } from '../../client/views/forum/forum-words.ts'
import { answers, forum, me, member, overview } from './builders.ts'

function open(canned: Record<string, unknown>) {
  let now: Forum = forum('a', {
    members: [member('nanna', { role: 'secretary' }), member('karen')],
  })
  const { ask, asked } = answers(canned)
  const refresh = vi.fn(async () => undefined)
  const page = new ForumPage('a', { ask, forum: () => now, put: (changed) => void (now = changed), refresh })
  return { page, asked, now: () => now, refresh }
}

const KAREN = {
  email: 'k@x.example',
  name: 'Karen',
  title: null,
  organisation: null,
  role: 'member',
} as const

describe('the last secretary', () => {
  it('U13 is the only one, and nobody when there are two', () => {
    const one = forum('a', { members: [member('nanna', { role: 'secretary' }), member('karen')] })
    expect([isLastSecretary(one, 'nanna'), isLastSecretary(one, 'karen')]).toEqual([true, false])
    const two = { ...one, members: [...one.members, member('rasmus', { role: 'secretary' })] }
    expect(isLastSecretary(two, 'nanna')).toBe(false)
  })

  it('U13 a refusal of the server is said in its words and changes nothing', async () => {
    const refusal = new Failure('refused', 'Forummet skal have en sekretær.', 'lastSecretary', 409)
    const { page, now } = open({ 'DELETE /forums/a/members/nanna': refusal })
    expect(await page.removeMember('nanna')).toBe(false)
    expect(page.problem).toBe('Forummet skal have en sekretær.')
    expect(now().members).toHaveLength(2)
  })
})

describe('acts on a forum', () => {
  it('U13 a changed role, a removal and an organisation show at once', async () => {
    const { page, now } = open({
      'PATCH /forums/a/members/karen': member('karen', { role: 'secretary' }),
      'DELETE /forums/a/members/nanna': undefined,
      'POST /forums/a/organisations': { id: 'lyngoe', name: 'Lyngø Kommune', colour: 2 },
    })
    await page.setRole('karen', 'secretary')
    await page.removeMember('nanna')
    await page.addOrganisation('Lyngø Kommune')
    expect(now().members.map(({ user, role }) => [user, role])).toEqual([['karen', 'secretary']])
    expect(now().organisations.at(-1)?.name).toBe('Lyngø Kommune')
  })

  it('H25 a new name, a removal and another organisation show at once', async () => {
    const { page, now } = open({
      'PATCH /forums/a/organisations/fjordland': { id: 'fjordland', name: 'Region Syd', colour: 1 },
      'PATCH /forums/a/members/karen': member('karen', { organisation: 'fjordland' }),
      'DELETE /forums/a/organisations/fjordland': undefined,
    })
    await page.renameOrganisation('fjordland', 'Region Syd')
    await page.setOrganisation('karen', 'fjordland')
    expect(now().organisations.map(({ name }) => name)).toEqual(['Region Syd'])
    expect(now().members.find(({ user }) => user === 'karen')?.organisation).toBe('fjordland')
    await page.removeOrganisation('fjordland')
    expect(now().organisations).toEqual([])
  })

  it('U9 a link is shown once: the next act takes it away', async () => {
    const invitation = { member: member('new', { invited: '2026-03-10T08:00:00Z' }), link: 'https://x#1' }
    const { page, now } = open({ 'POST /forums/a/members': invitation, 'PATCH /forums/a': forum('a') })
    await page.invite(KAREN)
    expect(page.made?.link).toBe('https://x#1')
    expect(now().members.map(({ user }) => user)).toContain('new')
    await page.save({ name: 'Forum a' })
    expect(page.made).toBeNull()
  })

  it('H9 whoever could not be written to is on the list, which is asked for anew', async () => {
    const failure = new Failure('refused', 'Mailen kunne ikke sendes.', 'mailFailed', 502)
    const { page, refresh } = open({ 'POST /forums/a/members': failure })
    expect(await page.invite(KAREN)).toBe(false)
    expect([page.problem, refresh.mock.calls.length]).toEqual(['Mailen kunne ikke sendes.', 1])
  })

  it('U13 one act at a time', async () => {
    const { page, asked } = open({ 'PATCH /forums/a': forum('a') })
    expect(await Promise.all([page.save({}), page.save({})])).toEqual([true, false])
    expect(asked).toHaveLength(1)
  })
})

describe('people', () => {
  it('U17 initials are of the first and the last name', () => {
    expect(['Nanna Dyrlund', 'Karen de la Cour', 'Ørsted', ''].map(initials)).toEqual(['ND', 'KC', 'ØR', ''])
  })

  it('U5 colours and rights are found over all forums', () => {
    const all = overview([forum('a', { role: 'observer' })], [])
    expect(myColour(all, 'nanna')).toBe(1)
    expect(myColour(all, 'nobody')).toBeNull()
    expect(mayCreateForum(me, all)).toBe(false)
    expect(mayCreateForum({ ...me, user: { ...me.user, operator: true } }, all)).toBe(true)
    expect(mayCreateForum(me, overview([forum('b')], []))).toBe(true)
    expect([isMail('a@b.dk'), isMail('a@b'), isMail(' ')]).toEqual([true, false, false])
  })

  it('U17 members stand by organisation, those without one last', () => {
    const members = [member('b', { organisation: 'fjordland' }), member('a')]
    expect(
      byOrganisation(forum('a', { members })).map(({ organisation }) => organisation?.id ?? null),
    ).toEqual(['fjordland', null])
  })
})

describe('a menu', () => {
  function menu() {
    const run = vi.fn()
    const labels = ['Sekretær', 'Medlem', 'Observatør']
    const items = labels.map((label, n) => ({
      label,
      checked: n === 1,
      disabled: n === 2,
      run: () => run(label),
    }))
    return { menu: new PageMenu(() => [{ items }]), run }
  }

  it('U13 opens at the row that holds, and its arrows go round', () => {
    const { menu: roles } = menu()
    roles.show()
    expect(roles.current).toBe(1)
    for (const key of ['ArrowDown', 'ArrowDown']) roles.key(key, 0)
    expect(roles.current).toBe(0)
    roles.key('ArrowUp', 0)
    expect(roles.current).toBe(2)
    roles.key('s', 0)
    expect(roles.current).toBe(0)
  })

  it('U13 a row that cannot be chosen stays reachable and does nothing', () => {
    const { menu: roles, run } = menu()
    roles.show()
    roles.key('End', 0)
    roles.key('Enter', 0)
    expect([roles.open, run.mock.calls]).toEqual([true, []])
    roles.key('Home', 0)
    roles.key('Enter', 0)
    expect([roles.open, run.mock.calls]).toEqual([false, [['Sekretær']]])
  })
})
