export const palette = {
  'palette.open': 'Search',
  'palette.title': 'Go to',
  'palette.placeholder': 'A screen, a job, a host, a reservation…',
  'palette.nothing': 'Nothing of that name.',
  'palette.kind.PLACE': 'Screen',
  'palette.kind.JOB': 'Job',
  'palette.kind.HOST': 'Host',
  'palette.kind.RESERVATION': 'Reservation',
} as const;
