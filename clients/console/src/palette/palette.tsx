import { lazy, Suspense, useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { Loading } from '../design/states.js';
import { useReader } from '../i18n/text.js';

/** Most visits go by without it. */
const Finder = lazy(async () => ({ default: (await import('./finder.js')).Finder }));

/** The same in every language. */
const SHORTCUT = 'Ctrl K';

/** Ctrl+K or ⌘K: to any screen, and to any job, host or reservation by its name. */
export function Palette(): ReactNode {
  const { t } = useReader();
  const [open, setOpen] = useState(false);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.key.toLowerCase() !== 'k' ||
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    setOpen(!open);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex items-center gap-3 rounded-md border border-line bg-surface px-3 py-1 text-muted hover:bg-sunken"
      >
        {t('palette.open')}
        <kbd dir="ltr" className="hidden text-xs md:inline">
          {SHORTCUT}
        </kbd>
      </button>
      <ModalOverlay
        isOpen={open}
        onOpenChange={setOpen}
        isDismissable
        className="fixed inset-0 z-10 flex items-start justify-center bg-black/50 p-4 pt-[15vh]"
      >
        <Modal className="w-full max-w-xl rounded-xl border border-line bg-raised shadow-xl">
          <Dialog aria-label={t('palette.title')} className="outline-none">
            <Suspense fallback={<Loading />}>
              <Finder onDone={() => setOpen(false)} />
            </Suspense>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
