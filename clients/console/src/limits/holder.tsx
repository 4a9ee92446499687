import type { ReactNode } from 'react';
import { useText } from '../i18n/text.js';

export interface HolderProps {
  readonly user: { readonly username: string } | null;
  readonly project: { readonly name: string } | null;
}

/** Whom a limit or a right is for. */
export function Holder({ user, project }: HolderProps): ReactNode {
  const t = useText();
  if (user) return <bdi>{user.username}</bdi>;
  if (project)
    return (
      <>
        {t('limits.project')} <bdi>{project.name}</bdi>
      </>
    );
  return t('limits.everybody');
}
