/** What opens on demand: fetched when the text can be written in, so that the text need not wait for it. */
export const later = {
  addPerson: () => import('./AddPerson.svelte'),
  announcer: () => import('../editor/announcer.ts'),
  annexView: () => import('./AnnexView.svelte'),
  attachmentMenu: () => import('./AttachmentMenu.svelte'),
  closedItem: () => import('../zones/ClosedItem.svelte'),
  closing: () => import('../zones/CloseDialog.svelte'),
  decisionChoice: () => import('./DecisionChoice.svelte'),
  editing: () => import('../editing/EditingLayer.svelte'),
  exportList: () => import('./ExportList.svelte'),
  importReport: () => import('./ImportReport.svelte'),
  keptList: () => import('./KeptList.svelte'),
  keysList: () => import('./KeysList.svelte'),
  mergeList: () => import('./MergeList.svelte'),
  modeItems: () => import('./ModeItems.svelte'),
  modeMenu: () => import('./ModeMenu.svelte'),
  moreList: () => import('./MoreList.svelte'),
  mergeRows: () => import('./merge-rows.ts'),
  newItemLine: () => import('./NewItemLine.svelte'),
  offerNotes: () => import('./OfferNotes.svelte'),
  ownAttendance: () => import('../attendance/OwnAttendance.svelte'),
  phaseBar: () => import('./phase/PhaseBar.svelte'),
  printPage: () => import('./PrintPage.svelte'),
  proposeButton: () => import('../suggesting/ProposeButton.svelte'),
  personMenu: () => import('./PersonMenu.svelte'),
  removal: () => import('./RemovalDialog.svelte'),
  rowMenu: () => import('./RowMenu.svelte'),
  rowsMenu: () => import('./RowsMenu.svelte'),
  sectionCopy: () => import('../suggesting/SectionCopy.svelte'),
  stay: () => import('./stay.ts'),
  strip: () => import('./Strip.svelte'),
  syncPopover: () => import('./SyncPopover.svelte'),
  unsentKey: () => import('./UnsentKey.svelte'),
  unsentLines: () => import('./unsent-lines.ts'),
  zoneMargin: () => import('../zones/ZoneMargin.svelte'),
}

/** Fetches all of it: from then on everything opens at once, with or without a network. */
export async function fetchLater(): Promise<void> {
  // What does not come now is asked for again when it is opened.
  await Promise.allSettled(Object.values(later).map((fetch) => fetch()))
}
