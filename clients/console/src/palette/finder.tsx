import { useEffect, useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Autocomplete, Input, Menu, MenuItem, SearchField } from 'react-aria-components';
import { query } from '../api/graphql.js';
import { usePlaces } from '../app/use-places.js';
import { findQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { commandsOf, matches, type Command } from './commands.js';

const MIN_TEXT = 2;
const MAX_TEXT = 120;
/** Typing is not a question yet. */
const TYPING_MS = 150;

/** The text that is looked for, and what fits it; arrows and Enter work from the field. */
export function Finder({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t, has } = useReader();
  const navigate = useNavigate();
  const commands = useCommands();
  return (
    <Autocomplete inputValue={commands.text} onInputChange={commands.setText}>
      <SearchField aria-label={t('palette.title')} autoFocus maxLength={MAX_TEXT}>
        <Input
          placeholder={t('palette.placeholder')}
          className="w-full rounded-t-xl border-b border-line bg-raised px-4 py-3 outline-none"
        />
      </SearchField>
      <Menu
        aria-label={t('palette.title')}
        items={commands.found}
        className="max-h-[50vh] overflow-auto p-2 outline-none"
        renderEmptyState={() => (
          <p className="px-3 py-4 text-muted">
            {t(commands.searching ? 'state.loading' : 'palette.nothing')}
          </p>
        )}
        onAction={(key) => {
          const command = commands.found.find(({ id }) => id === key);
          if (!command) return;
          onDone();
          void navigate({ to: command.to });
        }}
      >
        {(command) => {
          const kind = `palette.kind.${command.kind}`;
          return (
            <MenuItem
              id={command.id}
              textValue={command.name}
              className="flex cursor-default items-center justify-between gap-3 rounded-md px-3 py-2 focus:bg-accent-soft"
            >
              <bdi className="truncate">{command.name}</bdi>
              {has(kind) && <span className="text-sm text-muted">{t(kind)}</span>}
            </MenuItem>
          );
        }}
      </Menu>
    </Autocomplete>
  );
}

/** Screens at once, things once the reader has stopped typing. */
function useCommands() {
  const { t } = useReader();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const enabled = asked.length >= MIN_TEXT;
  const found = useQuery({
    queryKey: ['find', asked],
    queryFn: ({ signal }) => query(findQuery, { text: asked }, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
  const places: readonly Command[] = usePlaces()
    .map(({ to, name }) => ({ id: to, name: t(name), to, kind: 'PLACE' as const }))
    .filter(({ name }) => matches(name, text));
  const hits = enabled && text.trim().length >= MIN_TEXT ? commandsOf(found.data?.search.hits ?? []) : [];
  return { text, setText, found: [...places, ...hits], searching: enabled && found.isFetching };
}
