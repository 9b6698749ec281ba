export const mentions = {
  offer: 'Hvem vil du nævne?',
  mentioned: 'Nævner dig',
}
