import { useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { query } from '../api/graphql.js';
import {
  pickedQuery,
  poolsToPickQuery,
  projectsToPickQuery,
  usersToPickQuery,
} from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import type { Option } from './fields.js';

export type Picked = 'user' | 'project' | 'pool';

export interface PickerProps {
  readonly kind: Picked;
  readonly label: string;
  readonly help?: string;
  readonly name?: string;
  readonly isRequired?: boolean;
  /** What nothing chosen means. */
  readonly placeholder?: string;
  /** Its id. */
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

const STALE_MS = 30_000;

async function find(kind: Picked, search: string, signal: AbortSignal): Promise<readonly Option<string>[]> {
  const given = { search: search.trim() || undefined };
  if (kind === 'user') {
    const { users } = await query(usersToPickQuery, given, { signal });
    return users.edges.map(({ node }) => ({ id: node.id, name: node.username }));
  }
  if (kind === 'project') {
    const { projects } = await query(projectsToPickQuery, given, { signal });
    return projects.edges.map(({ node }) => node);
  }
  const { pools } = await query(poolsToPickQuery, given, { signal });
  return pools.edges.map(({ node }) => node);
}

/** One of many users, projects or pools, found by a part of the name. */
export function Picker({
  kind,
  label,
  help,
  placeholder,
  value,
  onChange,
  ...props
}: PickerProps): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string>();
  const chosen = useQuery({
    queryKey: ['picked', value],
    enabled: value !== undefined,
    staleTime: STALE_MS,
    queryFn: async ({ signal }): Promise<Option<string> | null> => {
      const { node } = await query(pickedQuery, { id: value ?? '' }, { signal });
      if (!node) return null;
      if ('username' in node) return { id: node.id, name: node.username };
      return 'name' in node ? { id: node.id, name: node.name } : null;
    },
  });
  const ofValue = value === undefined ? undefined : chosen.data;
  const text = typed ?? ofValue?.name ?? '';
  const search = text === ofValue?.name ? '' : text;
  const found = useQuery({
    queryKey: ['pick', kind, search],
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => find(kind, search, signal),
  });
  const others = (found.data ?? []).filter(({ id }) => id !== value);
  return (
    <ComboBox
      // one whose item is not there yet would take itself for cleared
      key={value !== undefined && chosen.isPending ? 'pending' : 'ready'}
      {...props}
      menuTrigger="focus"
      allowsEmptyCollection
      items={ofValue ? [ofValue, ...others] : others}
      value={ofValue?.id ?? null}
      inputValue={text}
      onInputChange={(input) => {
        setTyped(input);
        if (input === '' && value !== undefined) onChange(undefined);
      }}
      onChange={(key) => {
        setTyped(undefined);
        const option = others.find(({ id }) => id === key);
        if (option) queries.setQueryData(['picked', option.id], option);
        onChange(key === null ? undefined : String(key));
      }}
      className="flex flex-col gap-1"
    >
      <Label className="font-medium">{label}</Label>
      <div className="flex items-center rounded-md border border-strong-line bg-raised">
        <Input
          className="w-full min-w-0 rounded-md bg-transparent px-2.5 py-1.5"
          autoComplete="off"
          {...(placeholder !== undefined && { placeholder })}
        />
        <Button className="px-2">
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {help !== undefined && (
        <Text slot="description" className="text-sm text-muted">
          {help}
        </Text>
      )}
      <FieldError className="text-sm text-bad" />
      <Popover className="min-w-(--trigger-width) rounded-md border border-line bg-raised shadow-lg">
        <ListBox<Option<string>>
          className="max-h-80 overflow-auto p-1"
          renderEmptyState={() => <p className="px-2.5 py-1.5 text-muted">{t('shell.noMatch')}</p>}
        >
          {(option) => (
            <ListBoxItem
              textValue={option.name}
              className="cursor-default rounded px-2.5 py-1.5 focus:bg-accent-soft selected:font-semibold"
            >
              <bdi>{option.name}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
