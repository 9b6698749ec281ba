const ORDER = ['bar', 'outline', 'paper', 'margin', 'messages'] as const

/** Moving between the regions of the page by F6; each remembers where the focus was (rule U34). */
export class Regions {
  private readonly places = new Map<string, HTMLElement>()

  move(by: 1 | -1): void {
    const from = document.activeElement?.closest<HTMLElement>('[data-region]')
    if (from && document.activeElement instanceof HTMLElement)
      this.places.set(from.dataset.region ?? '', document.activeElement)
    const regions = ORDER.map((name) => document.querySelector<HTMLElement>(`[data-region=${name}]`)).filter(
      (region) => region !== null && region.checkVisibility({ visibilityProperty: true }),
    ) as HTMLElement[]
    const at = regions.findIndex((region) => region === from)
    const next = regions[(at + by + regions.length) % regions.length]
    if (next) this.enter(next)
  }

  private enter(region: HTMLElement): void {
    const place = this.places.get(region.dataset.region ?? '')
    const target = place && region.contains(place) ? place : firstStop(region)
    target.focus()
  }
}

/** Where one writes goes before what stands around it: the first text in view, rather than a title. */
function firstStop(region: HTMLElement): HTMLElement {
  const texts = [...region.querySelectorAll<HTMLElement>('[data-text][contenteditable=true]')]
  const inView = texts.filter((text) => text.getBoundingClientRect().top >= 0)
  return (
    inView.find(({ dataset }) => !dataset.text?.endsWith('/title')) ??
    inView[0] ??
    texts[0] ??
    region.querySelector<HTMLElement>(
      'a[href]:not([tabindex="-1"]), [tabindex="0"], button:not([tabindex="-1"])',
    ) ??
    region
  )
}
