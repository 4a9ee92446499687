/** What the platform's codes and rules mean to people; one without a text here is shown with the platform's own sentence. */
export const refusals = {
  'refusal.UNREACHABLE': 'The server does not answer. Check your connection; nothing was changed.',
  'refusal.UNAVAILABLE': 'A part of the platform is not available now. Try again in a moment.',
  'refusal.VIEW_BEHIND': 'What you changed just now cannot be shown yet. Try again in a moment.',
  'refusal.UNAUTHENTICATED': 'The user name or password is wrong, or the session has ended.',
  'refusal.FORBIDDEN': 'You do not have the right to do this. Ask an administrator.',
  'refusal.NOT_FOUND': 'It does not exist, or you may not see it.',
  'refusal.ALREADY_EXISTS': 'Something of this name is there already. Choose another name.',
  'refusal.INVALID_STATE': 'Its state has changed meanwhile, so this is not possible any more.',
  'refusal.QUOTA_EXCEEDED':
    'This would exceed a quota. Ask for less, or wait until something of yours has ended.',
  'refusal.QUEUE_FULL':
    'You have as many jobs in the queue as the pool allows. Try again once some have started.',
  'refusal.CAN_NEVER_RUN': 'No host of the pool could ever hold this. Ask for fewer or other GPUs.',
  'refusal.RESERVATION_CONFLICT': 'The devices are taken at that time. Choose another time or fewer devices.',
  'refusal.IDEMPOTENCY_KEY_REUSED':
    'This was sent before with other contents. Reload the page and try again.',
  'refusal.RATE_LIMITED': 'Too many requests in a short time. Wait a moment and try again.',
  'refusal.QUERY_TOO_COSTLY': 'This asks for too much at once. Show fewer rows.',
  'refusal.INTERNAL': 'Something went wrong in the platform. Tell an operator the trace id.',
  'rule.NUMBER': 'Must be a number of {minimum, number} or more.',
  'rule.REQUIRED': 'This is needed.',
  'rule.TOO_SMALL':
    '{of, select, characters {Needs {minimum, plural, one {at least # character} other {at least # characters}}.} entries {Needs {minimum, plural, one {at least # entry} other {at least # entries}}.} other {Must be at least {minimum, number}.}}',
  'rule.TOO_BIG':
    '{of, select, characters {May have {maximum, plural, one {at most # character} other {at most # characters}}.} entries {May have {maximum, plural, one {at most # entry} other {at most # entries}}.} other {May be at most {maximum, number}.}}',
} as const;
