import { useState, type ReactNode } from 'react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { mutate, query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Badge } from '../design/badge.js';
import { Button } from '../design/button.js';
import { Dialog } from '../design/dialog.js';
import { Select, TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Page } from '../design/page.js';
import { Picker } from '../design/picker.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Section } from '../design/section.js';
import { Loading, Message } from '../design/states.js';
import { createProjectMutation, projectListQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff, useUser } from '../session/use-session.js';
import { Members } from './members.js';
import type { Project, ProjectsSearch } from './search.js';

const route = getRouteApi('/projects');
const PAGE = 20;
const ACTIVE = 'active';
const ARCHIVED = 'archived';

/** The projects that the reader may see, with who works in them. */
export function ProjectsPage(): ReactNode {
  const { t, format } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { role } = useUser();
  const staff = useIsStaff();
  const [typed, setTyped] = useState(search.search ?? '');
  const archived = search.archived ?? false;
  const projects = useInfiniteQuery({
    queryKey: ['projects', search],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      query(projectListQuery, { search: search.search, archived, first: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ projects: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const rows = projects.data?.pages.flatMap((page) => page.projects.edges.map(({ node }) => node)) ?? [];
  const total = projects.data?.pages[0]?.projects.totalCount;
  const narrow = (change: Partial<ProjectsSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page
      title={t('people.projects')}
      actions={
        (staff || role === 'MEMBER') && (
          <Dialog button={t('people.project.create')} kind="primary" title={t('people.project.create')}>
            {(close) => <CreateProject onDone={close} />}
          </Dialog>
        )
      }
    >
      <form
        role="search"
        className="grid gap-3 sm:grid-cols-2 lg:max-w-xl"
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ search: typed.trim() || undefined });
        }}
      >
        <TextField type="search" label={t('people.project.search')} value={typed} onChange={setTyped} />
        <Select
          label={t('people.status')}
          options={[
            { id: ACTIVE, name: t('people.project.active') },
            { id: ARCHIVED, name: t('people.project.archived') },
          ]}
          value={archived ? ARCHIVED : ACTIVE}
          onChange={(chosen) => narrow({ archived: chosen === ARCHIVED ? true : undefined })}
        />
      </form>
      {projects.isError && (
        <RefusalNotice refusal={refusalOf(projects.error)} onRetry={() => void projects.refetch()} />
      )}
      {projects.isPending && <Loading />}
      {projects.isSuccess && rows.length === 0 && (
        <Message title={t('people.project.none')}>
          <p>{t('people.project.none.help')}</p>
        </Message>
      )}
      {total != null && rows.length > 0 && (
        <p className="text-sm text-muted">
          {t('people.shown', { shown: format.number(rows.length), total: format.number(total) })}
        </p>
      )}
      {rows.map((project) => (
        <ProjectCard key={project.id} project={project} />
      ))}
      {projects.hasNextPage && (
        <div>
          <Button onPress={() => void projects.fetchNextPage()} isPending={projects.isFetchingNextPage}>
            {t('accounting.more')}
          </Button>
        </div>
      )}
    </Page>
  );
}

function ProjectCard({ project }: { readonly project: Project }): ReactNode {
  const { t } = useReader();
  const { name, description, archived } = project;
  return (
    <Section title={name} actions={archived && <Badge tone="plain">{t('people.project.archived')}</Badge>}>
      {description != null && description !== '' && (
        <p className="text-muted">
          <bdi>{description}</bdi>
        </p>
      )}
      <Members project={project} />
    </Section>
  );
}

function CreateProject({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useReader();
  const staff = useIsStaff();
  const queries = useQueryClient();
  const [lead, setLead] = useState<string>();
  return (
    <Form
      submit={t('people.project.create')}
      actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
      onSubmit={async ({ name = '', description = '' }) => {
        await mutate(createProjectMutation, {
          input: { name: name.trim(), description: description.trim() || undefined, leadId: lead },
        });
        await queries.invalidateQueries({ queryKey: ['projects'] });
        onDone();
      }}
    >
      <TextField
        name="name"
        label={t('people.project.name')}
        help={t('people.project.name.help')}
        isRequired
        autoFocus
        autoComplete="off"
      />
      <TextField
        name="description"
        label={t('people.project.description')}
        help={t('people.project.description.help')}
        autoComplete="off"
      />
      {staff && (
        <Picker
          kind="user"
          label={t('people.project.lead')}
          help={t('people.project.lead.help')}
          value={lead}
          onChange={setLead}
        />
      )}
    </Form>
  );
}
