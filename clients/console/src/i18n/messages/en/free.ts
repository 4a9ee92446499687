export const free = {
  'free.title': 'Find free GPUs',
  'free.about': 'Say what you need and for how long: these are the times and places that have it.',
  'free.window': 'From {from}, free for {length}',
  'free.hours': 'Hours',
  'free.oneHost': 'All on one host',
  'free.none': 'Nothing is free for so long',
  'free.none.help':
    '{count, plural, one {# device of the pool matches} other {# devices of the pool match}}. Ask for fewer, for less time, or for any model.',
  'free.matching': '{count, plural, one {# device matches} other {# devices match}}.',
  'free.inCalendar': 'In the calendar',
} as const;
