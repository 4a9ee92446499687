import type { ReactNode } from 'react';
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, type ButtonProps } from './button.js';

export interface DialogProps {
  /** What opens it. */
  readonly button: string;
  readonly kind?: ButtonProps['kind'];
  readonly title: string;
  readonly children: (close: () => void) => ReactNode;
}

/** Something that is done in one go, before the screen that it is about: Escape leaves it, and focus comes back. */
export const Dialog = ({ button, kind, title, children }: DialogProps): ReactNode => (
  <DialogTrigger>
    <Button {...(kind && { kind })}>{button}</Button>
    <Front title={title}>{children}</Front>
  </DialogTrigger>
);

export interface OpenDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One that no button opened: it is there for as long as it is shown. */
export const OpenDialog = ({ title, onClose, children }: OpenDialogProps): ReactNode => (
  <Front title={title} isOpen onOpenChange={(open) => !open && onClose()}>
    {() => children}
  </Front>
);

interface FrontProps {
  readonly title: string;
  readonly isOpen?: true;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: (close: () => void) => ReactNode;
}

const Front = ({ title, children, ...state }: FrontProps): ReactNode => (
  <ModalOverlay
    {...state}
    isDismissable
    className="fixed inset-0 z-50 flex items-start justify-center overflow-auto bg-black/50 p-4 sm:items-center"
  >
    <Modal className="w-full max-w-lg rounded-xl border border-line bg-raised p-5 shadow-xl">
      <AriaDialog className="flex flex-col gap-4 outline-none">
        {({ close }) => (
          <>
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            {children(close)}
          </>
        )}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);
