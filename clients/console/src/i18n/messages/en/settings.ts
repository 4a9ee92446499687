export const settings = {
  'settings.title': 'Settings',
  'settings.language': 'Language',
  'settings.theme': 'Theme',
  'settings.theme.system': 'As the device has it',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',
  'settings.zone': 'Time zone',
  'settings.zone.help': 'All times are shown in this zone.',
  'settings.zone.device': 'As the device has it: {zone}',
  'settings.calendar.language': 'As usual in the language: {calendar}',
  'settings.calendar': 'Calendar system',
  'settings.calendar.gregory': 'Gregorian',
  'settings.calendar.persian': 'Solar Hijri (Persian)',
  'settings.singleKeys': 'Single keys are commands',
  'settings.singleKeys.help':
    'Such as j and k in the inbox. Turn it off if keys are pressed by mistake or by voice.',
} as const;
