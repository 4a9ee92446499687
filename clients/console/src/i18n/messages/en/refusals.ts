/** What the platform's codes mean to people; a code without a text here is shown with the platform's own sentence. */
export const refusals = {
  'refusal.UNREACHABLE': 'The server does not answer. Check your connection; nothing was changed.',
  'refusal.UNAVAILABLE': 'A part of the platform is not available now. Try again in a moment.',
  'refusal.UNAUTHENTICATED': 'The user name or password is wrong, or the session has ended.',
  'refusal.FORBIDDEN': 'You do not have the right to do this. Ask an administrator.',
  'refusal.NOT_FOUND': 'It does not exist, or you may not see it.',
  'refusal.RATE_LIMITED': 'Too many requests in a short time. Wait a moment and try again.',
  'refusal.ALREADY_EXISTS': 'There is one already.',
  'refusal.INTERNAL': 'Something went wrong in the platform. Tell an operator the trace id.',
  'refusal.CONFLICT': 'The devices are taken at that time.',
} as const;
