/**
 * Puts a text into the reader's clipboard. A page that came by plain http from another machine has no
 * `navigator.clipboard`; there a selection is copied, as before that was made.
 * @returns whether it is there now
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if ('clipboard' in navigator) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // the reader has not allowed it
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  // within what is open: a dialog lets no focus go elsewhere
  (document.querySelector('[role=dialog]') ?? document.body).append(field);
  const before = document.activeElement;
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
