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
    <ModalOverlay
      isDismissable
      className="fixed inset-0 z-10 flex items-center justify-center overflow-auto bg-black/50 p-4"
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
  </DialogTrigger>
);
