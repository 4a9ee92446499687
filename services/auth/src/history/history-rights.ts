import type { Identity } from '@berth/service-host/operation';
import { apiTokenStream } from '../api-token/api-token.decider.js';
import type { ApiTokens, Projects, Sessions } from '../aggregates.js';
import { projectStream } from '../project/project.decider.js';
import { sessionStream } from '../session/session.decider.js';

/** Users may read the history of their own entities. */
export class HistoryRights {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly projects: Projects,
  ) {}

  async mayRead({ userId }: Identity, entity: string, id: string): Promise<boolean> {
    switch (entity) {
      case 'user':
      case 'preferences':
        return id === userId;
      case 'session': {
        const { state } = await this.sessions.load(sessionStream(id), { fresh: true });
        return state.status !== 'none' && state.userId === userId;
      }
      case 'apiToken': {
        const { state } = await this.tokens.load(apiTokenStream(id), { fresh: true });
        return state.status !== 'none' && state.userId === userId;
      }
      case 'project': {
        const { state } = await this.projects.load(projectStream(id), { fresh: true });
        return state.status !== 'none' && state.members.has(userId);
      }
      default:
        return false;
    }
  }
}
