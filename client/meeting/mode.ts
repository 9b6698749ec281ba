import type { Abilities } from '../../schema/roles.ts'

/** What one does with the paper: writes in it, suggests changes beside it, or reads. */
export type Mode = 'writing' | 'proposing' | 'reading'

/** The modes somebody has, the one they begin in first. */
export function modesFor(writes: boolean, { remark }: Pick<Abilities, 'remark'>): Mode[] {
  const proposing: Mode[] = remark ? ['proposing'] : []
  return writes ? ['writing', ...proposing, 'reading'] : ['reading', ...proposing]
}
