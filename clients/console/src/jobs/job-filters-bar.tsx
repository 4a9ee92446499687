import { useEffect, useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Input, SearchField, ToggleButton } from 'react-aria-components';
import { query } from '../api/graphql.js';
import { Button, buttonClass } from '../design/button.js';
import { Choice } from '../design/choice.js';
import { jobFilterChoicesQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { isFiltered, JOB_STATES, type JobsPlace } from './job-filters.js';

const ALL = 'all';
const TYPING_MS = 300;

export interface JobFiltersProps {
  readonly place: JobsPlace;
  readonly onChange: (change: { readonly [name in keyof JobsPlace]?: JobsPlace[name] | undefined }) => void;
}

/** Chips of states, of which any may fit, and one choice each for the rest. */
export function JobFilters({ place, onChange }: JobFiltersProps): ReactNode {
  const { t } = useReader();
  const me = useUser();
  const { data } = useQuery({
    queryKey: ['job-filter-choices'],
    queryFn: ({ signal }) => query(jobFilterChoicesQuery, {}, { signal }),
    staleTime: 60_000,
  });
  const [text, setText] = useState(place.search ?? '');
  useEffect(() => setText(place.search ?? ''), [place.search]);
  useEffect(() => {
    if (text === (place.search ?? '')) return undefined;
    const timer = setTimeout(() => onChange({ search: text }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const all = { id: ALL, name: t('jobs.all') };
  const choose = (name: 'project' | 'user' | 'pool', value: string): void =>
    onChange({ [name]: value === ALL ? undefined : value });
  const named = (edges: readonly { readonly node: { readonly id: string; readonly name: string } }[] = []) =>
    edges.map(({ node: { id, name } }) => ({ id, name }));
  const others = (data?.users.edges ?? [])
    .filter(({ node }) => node.id !== me.id)
    .map(({ node }) => ({ id: node.id, name: node.username }));
  const states = place.states ?? [];
  return (
    <div role="group" aria-label={t('jobs.filters')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField aria-label={t('jobs.search')} value={text} onChange={setText}>
          <Input
            className="w-52 rounded-md border border-strong-line bg-raised px-2.5 py-1.5"
            placeholder={t('jobs.search')}
            maxLength={200}
          />
        </SearchField>
        <Choice
          label={t('jobs.user')}
          options={[all, { id: 'me', name: t('jobs.mine') }, ...others]}
          value={place.user ?? ALL}
          onChange={(value) => choose('user', value)}
        />
        <Choice
          label={t('jobs.project')}
          options={[all, ...named(data?.projects.edges)]}
          value={place.project ?? ALL}
          onChange={(value) => choose('project', value)}
        />
        <Choice
          label={t('jobs.pool')}
          options={[all, ...named(data?.pools.edges)]}
          value={place.pool ?? ALL}
          onChange={(value) => choose('pool', value)}
        />
        <Choice
          label={t('jobs.sort')}
          options={[
            { id: 'NEWEST', name: t('jobs.sort.NEWEST') },
            { id: 'OLDEST', name: t('jobs.sort.OLDEST') },
          ]}
          value={place.sort ?? 'NEWEST'}
          onChange={(sort) => onChange({ sort: sort === 'OLDEST' ? sort : undefined })}
        />
        {isFiltered(place) && (
          <Button
            kind="quiet"
            onPress={() =>
              onChange({
                states: undefined,
                user: undefined,
                project: undefined,
                pool: undefined,
                search: undefined,
              })
            }
          >
            {t('jobs.clearFilters')}
          </Button>
        )}
      </div>
      <div role="group" aria-label={t('jobs.state')} className="flex flex-wrap gap-1">
        {JOB_STATES.map((state) => (
          <ToggleButton
            key={state}
            className={`${buttonClass('plain')} !rounded-full !py-0.5 text-sm data-selected:border-accent-text data-selected:bg-accent-soft`}
            isSelected={states.includes(state)}
            onChange={(on) =>
              onChange({ states: on ? [...states, state] : states.filter((each) => each !== state) })
            }
          >
            {({ isSelected }) => (
              <>
                {isSelected && <span aria-hidden="true">✓</span>}
                {t(`jobs.state.${state}`)}
              </>
            )}
          </ToggleButton>
        ))}
      </div>
    </div>
  );
}
